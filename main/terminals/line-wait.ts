import type { Clock } from '../errors/clock.ts';
import type { FoundLine, LineMatcher } from './line-matcher.ts';
import type { OutputLine } from './plain-page.ts';
import type { TerminalOutput } from './terminal-output.ts';
import type { TextReducer } from './text-reducer.ts';

export interface WaitResult {
  /** The first line that matched, as it stood then; null when none did in time, or before the wait ended otherwise. */
  readonly line: { readonly text: string; readonly offset: number } | null;
  /** Output up to here was looked at; null where none had come. */
  readonly looked: number | null;
  /** Bytes that the ring lost before they were looked at. */
  readonly gap: number;
}

export interface WaitPorts {
  readonly output: TerminalOutput;
  readonly clock: Clock;
  /** Called after output came; the result stops it. */
  readonly onOutput: (listener: () => void) => () => void;
  /** Resolves when waiting makes no more sense: the run ended, needs something, or patience is over. */
  readonly settled: Promise<void>;
  /** Where the output begins that counts; null while that is not known. */
  readonly begin: () => number | null;
  /** Where it ends: a prompt behind it is nobody's. */
  readonly end: () => number;
}

/** Output is looked at this often at most, in ms. */
const STRIDE = 20;

/** Waits for a line that matches, also one that has no end yet. */
export async function waitForLine(ports: WaitPorts, matcher: LineMatcher, signal?: AbortSignal): Promise<WaitResult> {
  let isSettled = false;
  const settled = ports.settled.then(() => {
    isSettled = true;
  });
  let seen: Seen | null = null;
  for (;;) {
    // What came until now is looked at once more when the wait is over.
    const isLast = isSettled;
    const more = newOutput(ports);
    try {
      const from = ports.begin();
      if (seen === null && from !== null) seen = new Seen(ports.output, from);
      const lines = seen?.linesUpTo(ports.end()) ?? [];
      const [first] = await matcher.find(
        lines.map(({ text }) => text),
        signal,
      );
      if (first !== undefined || isLast)
        return { line: lineOf(lines, first), looked: seen?.end ?? null, gap: seen?.gap ?? 0 };
      await Promise.race([more.came, settled]);
    } finally {
      more.stop();
    }
    signal?.throwIfAborted();
    if (!isSettled) await Promise.race([stride(ports.clock), settled]);
  }
}

/** Lines as they come. */
class Seen {
  readonly #output: TerminalOutput;
  readonly #reducer: TextReducer;
  end: number;
  gap: number;

  constructor(output: TerminalOutput, from: number) {
    this.#output = output;
    const { start, gap } = output.stretch(from, from);
    this.#reducer = output.reducer(start);
    this.end = start;
    this.gap = gap;
  }

  /** Those that were not finished at the last call, and new ones. */
  linesUpTo(to: number): OutputLine[] {
    const part = this.#output.stretch(this.end, Math.max(this.end, to));
    this.gap += part.gap;
    this.end = part.end;
    this.#output.feed(this.#reducer, part.bytes, part.start);
    return [...this.#reducer.take(), ...this.#reducer.rest()];
  }
}

function lineOf(lines: readonly OutputLine[], found: FoundLine | undefined): WaitResult['line'] {
  const line = found === undefined ? undefined : lines[found.index];
  return line === undefined ? null : { text: line.text, offset: line.offset };
}

function newOutput({ onOutput }: WaitPorts): { readonly came: Promise<void>; readonly stop: () => void } {
  let stop = () => {};
  const came = new Promise<void>((resolve) => {
    stop = onOutput(resolve);
  });
  return { came, stop };
}

const stride = (clock: Clock): Promise<void> =>
  new Promise((resolve) => {
    clock.after(STRIDE, resolve);
  });
