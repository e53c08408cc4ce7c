import { SerializeAddon } from '@xterm/addon-serialize';
import type { Terminal } from '@xterm/xterm';
import { type RefObject, useEffect, useRef, useState } from 'react';
import type { WindowState } from '../state/app-store.ts';
import { useParts } from '../state/window-context.tsx';
import { quietTerminal } from '../terminal/quiet-terminal.ts';
import { SpokenScreen } from '../terminal/spoken-screen.ts';
import { useTerminalLook } from '../terminal/use-terminal-look.ts';
import { RecordedSource, RecordingProblem } from './recorded-source.ts';
import { placeOf } from './replay-moment.ts';
import { ReplayPlayer, type ReplayScreen, type ReplayState } from './replay-player.ts';

export interface Replay {
  /** Null until it was looked through. */
  readonly source: RecordedSource | null;
  readonly state: ReplayState;
  readonly player: ReplayPlayer | null;
  readonly failure: { readonly message: string; readonly nextStep: string } | null;
}

/** Plays a recording in `host`; `frame` around it is scrolled so that the cursor's line is in sight. */
export function useReplay(
  id: string,
  host: RefObject<HTMLDivElement | null>,
  frame: RefObject<HTMLElement | null>,
  spoken: RefObject<HTMLElement | null>,
): Replay {
  const { api, store } = useParts();
  const look = useTerminalLook();
  const lookNow = useRef(look);
  lookNow.current = look;
  const terminal = useRef<Terminal | null>(null);
  const [source, setSource] = useState<RecordedSource | null>(null);
  const [player, setPlayer] = useState<ReplayPlayer | null>(null);
  const [state, setState] = useState<ReplayState>({ position: 0, playing: false, speed: 1 });
  const [failure, setFailure] = useState<Replay['failure']>(null);

  useEffect(() => {
    const element = host.current;
    const text = spoken.current;
    if (!element || !text) return;
    const given = new AbortController();
    const { xterm, dispose } = quietTerminal(element, { ...lookNow.current, cols: 80, rows: 24 });
    terminal.current = xterm;
    const failed = (error: unknown) => {
      if (!given.signal.aborted) setFailure(problemOf(error));
    };
    const speech = new SpokenScreen(xterm, text);
    const painted = xterm.onRender(() => showCursor(xterm, element, frame.current));
    let playing: ReplayPlayer | null = null;
    RecordedSource.open(api, id, given.signal)
      .then((found) => {
        if (given.signal.aborted) return;
        playing = new ReplayPlayer({
          source: found,
          screen: screenOf(xterm),
          onChange: setState,
          onFailure: failed,
        });
        setSource(found);
        setPlayer(playing);
        playing.seek(beginning(found, store.getState(), id));
        // Who wants less motion begins it themselves.
        if (!matchMedia('(prefers-reduced-motion: reduce)').matches) playing.play();
      })
      .catch(failed);
    return () => {
      given.abort();
      playing?.dispose();
      speech.dispose();
      painted.dispose();
      dispose();
      terminal.current = null;
      setSource(null);
      setPlayer(null);
      setFailure(null);
    };
  }, [api, store, id, host, frame, spoken]);

  useEffect(() => {
    if (terminal.current) Object.assign(terminal.current.options, look);
  }, [look]);

  return { source, state, player, failure };
}

/** At the command that the person came from, else at the first second. */
function beginning(source: RecordedSource, { recorded, replayMoment }: WindowState, id: string): number {
  const startedAt = recorded?.find((one) => one.id === id)?.startedAt;
  if (replayMoment === null || startedAt === undefined) return 0;
  return placeOf(source.commands, startedAt, replayMoment) ?? 0;
}

function screenOf(xterm: Terminal): ReplayScreen {
  const serialize = new SerializeAddon();
  xterm.loadAddon(serialize);
  return {
    write: (text) => new Promise((resolve) => xterm.write(text, resolve)),
    resize: (cols, rows) => xterm.resize(cols, rows),
    reset(cols, rows) {
      xterm.reset();
      xterm.resize(cols, rows);
    },
    keep: () => ({ data: serialize.serialize(), cols: xterm.cols, rows: xterm.rows }),
  };
}

/** The line of the cursor, with what stands above it. */
function showCursor(xterm: Terminal, host: HTMLElement, frame: HTMLElement | null): void {
  const screen = host.querySelector('.xterm-screen');
  if (!frame || !(screen instanceof HTMLElement)) return;
  const line = screen.offsetHeight / xterm.rows;
  frame.scrollTop = Math.max(0, Math.ceil((xterm.buffer.active.cursorY + 1) * line) - frame.clientHeight);
}

function problemOf(error: unknown): { readonly message: string; readonly nextStep: string } {
  if (error instanceof RecordingProblem) return { message: error.message, nextStep: error.nextStep };
  return { message: error instanceof Error ? error.message : String(error), nextStep: '' };
}
