import { type Clock, sleep } from '../errors/clock.ts';
import type { ActiveRun } from './active-run.ts';
import { LineMatcher, type LinePattern } from './line-matcher.ts';
import { type WaitResult, waitForLine } from './line-wait.ts';
import type { RingSlice } from './output-ring.ts';
import { type SearchRequest, type SearchResult, searchOutput } from './output-search.ts';
import type { TerminalOutput } from './terminal-output.ts';

export interface WaitRequest {
  /** Lines that begin before this do not count. */
  readonly from: number;
  /** In ms. */
  readonly patienceMs: number;
}

export interface TerminalReaderPorts {
  readonly output: TerminalOutput;
  readonly clock: Clock;
  readonly onOutput: (listener: () => void) => () => void;
  readonly newestRun: () => ActiveRun | undefined;
  /** Nothing more can come. */
  readonly isClosed: () => boolean;
}

/** What can be asked of a terminal's output besides reading it from an offset on. */
export class TerminalReader {
  readonly #ports: TerminalReaderPorts;

  constructor(ports: TerminalReaderPorts) {
    this.#ports = ports;
  }

  /** The bytes as the terminal got them, echo and prompts included; our marks and the integration line never. */
  raw(from: number, maxBytes: number): RingSlice {
    return this.#ports.output.ring.read(from, maxBytes);
  }

  /** Throws `bad-argument` for a pattern that is none, or takes too long. */
  async search(pattern: LinePattern, request: SearchRequest, signal?: AbortSignal): Promise<SearchResult> {
    const matcher = new LineMatcher(pattern, this.#ports.clock);
    try {
      return await searchOutput(this.#ports.output, matcher, request, signal);
    } finally {
      matcher.dispose();
    }
  }

  /** Until a line matches, the newest run ends or needs something, or patience is over. Throws as `search`. */
  async waitFor(pattern: LinePattern, { from, patienceMs }: WaitRequest, signal?: AbortSignal): Promise<WaitResult> {
    const { output, clock, onOutput, newestRun, isClosed } = this.#ports;
    const matcher = new LineMatcher(pattern, clock);
    const over = new AbortController();
    const until = signal ? AbortSignal.any([signal, over.signal]) : over.signal;
    const newest = newestRun();
    // Behind the newest run only what jobs in the background print can come.
    const run = newest?.ended && from >= (newest.outputEnd ?? 0) ? undefined : newest;
    const settled =
      isClosed() || run?.ended
        ? Promise.resolve()
        : (run?.news(clock, patienceMs, until) ?? sleep(clock, patienceMs, until));
    const end = () => run?.outputEnd ?? output.end;
    const begin = () => {
      if (!run || run.ended) return from;
      // Until its start mark came, what stands there is the echo of the command itself.
      return run.outputStart > run.typedAt ? Math.max(from, run.outputStart) : null;
    };
    try {
      return await waitForLine(
        { output, clock, onOutput, settled: settled.catch(() => {}), begin, end },
        matcher,
        signal,
      );
    } finally {
      over.abort();
      matcher.dispose();
    }
  }
}
