import '@xterm/xterm/css/xterm.css';
import { Terminal } from '@xterm/xterm';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { useParts } from '../state/window-context.tsx';
import { terminalThemes } from './terminal-theme.ts';

/** Cells of 18 px in tiles and 20 px in focus, so that whole lines fill a box (JetBrains Mono is 1.32 em high). */
const looks = {
  tile: { fontSize: 12, lineHeight: 1.14 },
  focus: { fontSize: 13, lineHeight: 1.18 },
} as const;

interface LiveTerminalPorts {
  readonly terminalId: string;
  readonly cols: number;
  readonly rows: number;
  readonly look: keyof typeof looks;
  readonly host: RefObject<HTMLDivElement | null>;
  /** After each repaint: how many lines from the top are used, and how high a line is, in px. */
  readonly onLines: (used: number, lineHeight: number) => void;
}

export interface LiveTerminal {
  readonly failure: string | null;
  readonly terminal: RefObject<Terminal | null>;
}

/** A read-only xterm.js in `host` that follows one terminal. Nothing it would send goes anywhere: nobody listens to onData. */
export function useLiveTerminal(ports: LiveTerminalPorts): LiveTerminal {
  const { streams } = useParts();
  const { terminalId, cols, rows, look, host } = ports;
  const [failure, setFailure] = useState<string | null>(null);
  const terminal = useRef<Terminal | null>(null);
  const onLines = useRef(ports.onLines);
  onLines.current = ports.onLines;

  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const themeNow = () => terminalThemes[dark.matches ? 'dark' : 'light'];
    const xterm = new Terminal({
      ...looks[look],
      cols: 200,
      rows: 50,
      disableStdin: true,
      convertEol: false,
      cursorBlink: false,
      cursorInactiveStyle: 'outline',
      // A history would be a second, partial truth: the ring in main is the history.
      scrollback: look === 'focus' ? 1000 : 0,
      fontFamily: getComputedStyle(element).getPropertyValue('--font-term'),
      // Medium is not bundled; 400 and 600 are.
      fontWeight: 400,
      fontWeightBold: 600,
      drawBoldTextInBrightColors: false,
      minimumContrastRatio: 4.5,
      theme: themeNow(),
      allowProposedApi: false,
    });
    // A server gets neither the clipboard (OSC 52) nor a title (0, 1, 2), and its links (8) stay plain text.
    for (const code of [0, 1, 2, 8, 52]) xterm.parser.registerOscHandler(code, () => true);
    xterm.open(element);
    // Keys are the window's: xterm.js would swallow Tab, and the keyboard could not leave the terminal.
    xterm.attachCustomKeyEventHandler(() => false);
    // xterm.js 6 draws no cursor before its first focus, which never comes here, or its first change of buffers.
    xterm.write('\x1b[?47h\x1b[?47l');
    terminal.current = xterm;
    const measure = () => {
      const screen = element.querySelector('.xterm-screen');
      const lineHeight = screen instanceof HTMLElement ? screen.offsetHeight / xterm.rows : 0;
      if (lineHeight > 0) onLines.current(usedLines(xterm), lineHeight);
    };
    const painted = xterm.onRender(measure);
    const onTheme = () => {
      xterm.options.theme = themeNow();
    };
    dark.addEventListener('change', onTheme);
    const close = streams.open(terminalId, {
      snapshot(screen) {
        setFailure(null);
        xterm.reset();
        xterm.resize(screen.cols, screen.rows);
        xterm.write(screen.data, measure);
      },
      write: (bytes) => xterm.write(bytes),
      failed: setFailure,
    });
    return () => {
      close();
      dark.removeEventListener('change', onTheme);
      painted.dispose();
      xterm.dispose();
      terminal.current = null;
    };
  }, [streams, terminalId, look, host]);

  // A long line widens the terminal for a while; the snapshot then says how it looks at that size.
  useEffect(() => {
    const shown = terminal.current;
    if (shown && (shown.cols !== cols || shown.rows !== rows)) streams.resync(terminalId);
  }, [streams, terminalId, cols, rows]);

  return { failure, terminal };
}

/** Lines of the screen in use: up to the cursor, or to the last line with text below it. */
function usedLines(xterm: Terminal): number {
  const buffer = xterm.buffer.active;
  for (let row = xterm.rows - 1; row > buffer.cursorY; row -= 1) {
    if (buffer.getLine(buffer.baseY + row)?.translateToString(true)) return row + 1;
  }
  return buffer.cursorY + 1;
}
