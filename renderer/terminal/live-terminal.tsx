import { SearchAddon } from '@xterm/addon-search';
import { WebLinksAddon } from '@xterm/addon-web-links';
import type { Terminal } from '@xterm/xterm';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { useParts } from '../state/window-context.tsx';
import { quietTerminal } from './quiet-terminal.ts';
import { RunMarks } from './run-marks.ts';
import { SpokenScreen } from './spoken-screen.ts';
import { useTerminalLook } from './use-terminal-look.ts';
import { WebglScreen } from './webgl-screen.ts';

/** More of them are counted, not marked. */
const MOST_MATCHES = 1000;

interface LiveTerminalPorts {
  readonly terminalId: string;
  readonly cols: number;
  readonly rows: number;
  readonly host: RefObject<HTMLDivElement | null>;
  /** Takes the text of the screen, for those who hear the page. */
  readonly spoken: RefObject<HTMLElement | null>;
  /** After each repaint: how many lines from the top are used, and how high a line is, in px. */
  readonly onLines: (used: number, lineHeight: number) => void;
  /** The person chose a web address that the terminal shows. */
  readonly onLink: (address: string) => void;
}

export interface LiveTerminal {
  readonly failure: string | null;
  readonly terminal: RefObject<Terminal | null>;
  /** Where the runs stand. */
  readonly marks: RefObject<RunMarks | null>;
  readonly search: RefObject<SearchAddon | null>;
}

/** A read-only xterm.js in `host` that follows one terminal. Nothing it would send goes anywhere: nobody listens to onData. */
export function useLiveTerminal(ports: LiveTerminalPorts): LiveTerminal {
  const { streams } = useParts();
  const { terminalId, cols, rows, host, spoken } = ports;
  const [failure, setFailure] = useState<string | null>(null);
  const terminal = useRef<Terminal | null>(null);
  const marks = useRef<RunMarks | null>(null);
  const search = useRef<SearchAddon | null>(null);
  const latest = useRef(ports);
  latest.current = ports;

  const look = useTerminalLook();
  const lookNow = useRef(look);
  lookNow.current = look;

  useEffect(() => {
    const element = host.current;
    const text = spoken.current;
    if (!element || !text) return;
    const { xterm, dispose } = quietTerminal(element, lookNow.current);
    const runMarks = new RunMarks(xterm);
    const searchAddon = new SearchAddon({ highlightLimit: MOST_MATCHES });
    xterm.loadAddon(searchAddon);
    // Addresses in the text only, and only http and https: the person confirms each before main opens it.
    xterm.loadAddon(new WebLinksAddon((_event, address) => latest.current.onLink(address)));
    const webgl = new WebglScreen(xterm, (by) => {
      element.dataset['drawnBy'] = by;
    });
    const speech = new SpokenScreen(xterm, text);
    terminal.current = xterm;
    marks.current = runMarks;
    search.current = searchAddon;
    const measure = () => {
      const screen = element.querySelector('.xterm-screen');
      const height = screen instanceof HTMLElement ? screen.offsetHeight / xterm.rows : 0;
      if (height > 0) latest.current.onLines(usedLines(xterm), height);
    };
    const painted = xterm.onRender(measure);
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
      painted.dispose();
      speech.dispose();
      webgl.dispose();
      dispose();
      terminal.current = null;
      marks.current = null;
      search.current = null;
    };
  }, [streams, terminalId, host, spoken]);

  // The person chose another font, size or history while it is open.
  useEffect(() => {
    if (terminal.current) Object.assign(terminal.current.options, look);
  }, [look]);

  // A long line widens the terminal for a while; the snapshot then says how it looks at that size.
  useEffect(() => {
    const shown = terminal.current;
    if (shown && (shown.cols !== cols || shown.rows !== rows)) streams.resync(terminalId);
  }, [streams, terminalId, cols, rows]);

  return { failure, terminal, marks, search };
}

/** Lines of the screen in use: up to the cursor, or to the last line with text below it. */
function usedLines(xterm: Terminal): number {
  const buffer = xterm.buffer.active;
  for (let row = xterm.rows - 1; row > buffer.cursorY; row -= 1) {
    if (buffer.getLine(buffer.baseY + row)?.translateToString(true)) return row + 1;
  }
  return buffer.cursorY + 1;
}
