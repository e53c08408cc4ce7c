import '@xterm/xterm/css/xterm.css';
import { Terminal } from '@xterm/xterm';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { useParts } from '../state/window-context.tsx';
import { RunMarks } from './run-marks.ts';
import { terminalThemes } from './terminal-theme.ts';
import { useTerminalLook } from './use-terminal-look.ts';

interface LiveTerminalPorts {
  readonly terminalId: string;
  readonly cols: number;
  readonly rows: number;
  readonly host: RefObject<HTMLDivElement | null>;
  /** After each repaint: how many lines from the top are used, and how high a line is, in px. */
  readonly onLines: (used: number, lineHeight: number) => void;
}

export interface LiveTerminal {
  readonly failure: string | null;
  readonly terminal: RefObject<Terminal | null>;
  /** Where the runs stand. */
  readonly marks: RefObject<RunMarks | null>;
}

/** A read-only xterm.js in `host` that follows one terminal. Nothing it would send goes anywhere: nobody listens to onData. */
export function useLiveTerminal(ports: LiveTerminalPorts): LiveTerminal {
  const { streams } = useParts();
  const { terminalId, cols, rows, host } = ports;
  const [failure, setFailure] = useState<string | null>(null);
  const terminal = useRef<Terminal | null>(null);
  const marks = useRef<RunMarks | null>(null);
  const onLines = useRef(ports.onLines);
  onLines.current = ports.onLines;

  const look = useTerminalLook();
  const lookNow = useRef(look);
  lookNow.current = look;

  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const themeNow = () => terminalThemes[dark.matches ? 'dark' : 'light'];
    const xterm = new Terminal({
      ...lookNow.current,
      cols: 200,
      rows: 50,
      disableStdin: true,
      convertEol: false,
      cursorBlink: false,
      cursorInactiveStyle: 'outline',
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
    const runMarks = new RunMarks(xterm);
    terminal.current = xterm;
    marks.current = runMarks;
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
        xterm.write(screen.data, () => {
          runMarks.reset(screen.runs);
          measure();
        });
      },
      // Behind what was written before, and before what comes: that is where the command stands.
      runStarts: (runId) => xterm.write('', () => runMarks.start(runId)),
      write: (bytes) => xterm.write(bytes),
      failed: setFailure,
    });
    return () => {
      close();
      dark.removeEventListener('change', onTheme);
      painted.dispose();
      xterm.dispose();
      terminal.current = null;
      marks.current = null;
    };
  }, [streams, terminalId, host]);

  // The person chose another font, size or history while it is open.
  useEffect(() => {
    if (terminal.current) Object.assign(terminal.current.options, look);
  }, [look]);

  // A long line widens the terminal for a while; the snapshot then says how it looks at that size.
  useEffect(() => {
    const shown = terminal.current;
    if (shown && (shown.cols !== cols || shown.rows !== rows)) streams.resync(terminalId);
  }, [streams, terminalId, cols, rows]);

  return { failure, terminal, marks };
}

/** Lines of the screen in use: up to the cursor, or to the last line with text below it. */
function usedLines(xterm: Terminal): number {
  const buffer = xterm.buffer.active;
  for (let row = xterm.rows - 1; row > buffer.cursorY; row -= 1) {
    if (buffer.getLine(buffer.baseY + row)?.translateToString(true)) return row + 1;
  }
  return buffer.cursorY + 1;
}
