import type { Answer, DrawbridgeApi, EventValue } from '../../preload/contract.ts';
import { outputStep } from '../view/output-cursor.ts';

/** Where a terminal's output goes: one xterm.js. */
export interface OutputSink {
  /** The whole screen anew. */
  snapshot(screen: Screen): void;
  write(bytes: Uint8Array): void;
  /** A command is typed behind what was written. */
  runStarts(runId: string): void;
  failed(why: string): void;
}

type Screen = Omit<Answer<'terminal.watch'>, 'offset'>;
type OutputEvent = EventValue<'terminal.output'>;

interface Stream {
  readonly sinks: Set<OutputSink>;
  /** Offset of the next byte to show; null while there is no screen: its snapshot is on its way, or could not be had. */
  next: number | null;
  fetching: boolean;
  /** Came while the snapshot was on its way. */
  waiting: OutputEvent[];
  /** A newer snapshot was asked for meanwhile. */
  again: boolean;
}

/** What may wait for a snapshot; beyond it the snapshot is asked for again. */
const MAX_WAITING = 500;

/**
 * Hands each watched terminal's output to the views on it. Main keeps one watch a terminal, and its snapshot starts that
 * watch anew; so a second view on the same terminal gives both a new snapshot.
 */
export class TerminalStreams {
  readonly #api: DrawbridgeApi;
  readonly #streams = new Map<string, Stream>();
  readonly #off: () => void;
  #seen = true;

  constructor(api: DrawbridgeApi) {
    this.#api = api;
    this.#off = api.on('terminal.output', (event) => this.#take(event));
  }

  /** Answers the end of the watch. */
  open(terminalId: string, sink: OutputSink): () => void {
    let stream = this.#streams.get(terminalId);
    if (!stream) {
      stream = { sinks: new Set(), next: null, fetching: false, waiting: [], again: false };
      this.#streams.set(terminalId, stream);
      stream.sinks.add(sink);
      this.resync(terminalId);
    } else {
      stream.sinks.add(sink);
      this.resync(terminalId);
    }
    const opened = stream;
    return () => {
      opened.sinks.delete(sink);
      if (opened.sinks.size > 0 || this.#streams.get(terminalId) !== opened) return;
      this.#streams.delete(terminalId);
      this.#unwatch(terminalId);
    };
  }

  /** Whether the window can be seen; while it cannot, nothing is sent to it, and what it missed comes as a new snapshot. */
  set seen(seen: boolean) {
    if (seen === this.#seen) return;
    this.#seen = seen;
    for (const [terminalId, stream] of this.#streams) {
      if (seen) this.resync(terminalId);
      else {
        stream.next = null;
        this.#unwatch(terminalId);
      }
    }
  }

  /** Asks for the whole screen again: bytes were lost, or the terminal's size changed. */
  resync(terminalId: string): void {
    const stream = this.#streams.get(terminalId);
    if (!stream || !this.#seen) return;
    if (stream.fetching) stream.again = true;
    else void this.#fetch(terminalId, stream);
  }

  dispose(): void {
    this.#off();
    this.#streams.clear();
  }

  async #fetch(terminalId: string, stream: Stream): Promise<void> {
    stream.next = null;
    stream.fetching = true;
    try {
      do {
        stream.again = false;
        stream.waiting = [];
        const { offset, ...screen } = await this.#api.ask('terminal.watch', { terminalId });
        if (this.#streams.get(terminalId) !== stream) {
          // Nobody looks any more: main began to send after our unwatch.
          if (!this.#streams.has(terminalId)) this.#unwatch(terminalId);
          return;
        }
        if (!this.#seen) {
          this.#unwatch(terminalId);
          return;
        }
        if (stream.again) continue;
        stream.next = offset;
        for (const sink of stream.sinks) sink.snapshot(screen);
      } while (stream.again);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      for (const sink of stream.sinks) sink.failed(why);
    } finally {
      stream.fetching = false;
    }
    // Asked for while the try that failed was still under way.
    if (stream.next === null && stream.again) {
      this.resync(terminalId);
      return;
    }
    const waiting = stream.waiting;
    stream.waiting = [];
    // Without a screen they have no place; the next snapshot holds them.
    if (stream.next === null) return;
    for (const event of waiting) this.#take(event);
  }

  #take(event: OutputEvent): void {
    const stream = this.#streams.get(event.terminalId);
    if (!stream) return;
    if (stream.next === null) {
      if (!stream.fetching) return;
      if (event.reset || stream.waiting.length >= MAX_WAITING) stream.again = true;
      else stream.waiting.push(event);
      return;
    }
    if (event.reset) {
      this.resync(event.terminalId);
      return;
    }
    const from = stream.next;
    const step = outputStep(from, event.offset, event.bytes);
    switch (step.kind) {
      case 'write':
        stream.next = step.next;
        this.#write(stream, from, step.bytes, event.runs);
        return;
      case 'drop':
        this.#write(stream, from, new Uint8Array(), event.runs);
        return;
      case 'gap':
        this.resync(event.terminalId);
        return;
      default:
        step satisfies never;
    }
  }

  /** The bytes from `from` on, cut where a command was typed; one that the snapshot knows is before them. */
  #write(stream: Stream, from: number, bytes: Uint8Array, runs: OutputEvent['runs']): void {
    let at = 0;
    for (const { runId, offset } of runs) {
      if (offset < from) continue;
      const end = Math.min(offset - from, bytes.length);
      for (const sink of stream.sinks) {
        if (end > at) sink.write(bytes.subarray(at, end));
        sink.runStarts(runId);
      }
      at = Math.max(at, end);
    }
    if (at === bytes.length) return;
    for (const sink of stream.sinks) sink.write(bytes.subarray(at));
  }

  #unwatch(terminalId: string): void {
    // Main may have forgotten the terminal by now; there is nothing to mend then.
    this.#api.ask('terminal.unwatch', { terminalId }).catch(() => {});
  }
}
