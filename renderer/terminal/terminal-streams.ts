import type { DrawbridgeApi, EventValue } from '../../preload/contract.ts';
import { outputStep } from '../view/output-cursor.ts';

/** Where a terminal's output goes: one xterm.js. */
export interface OutputSink {
  /** The whole screen anew. */
  snapshot(screen: { readonly data: string; readonly cols: number; readonly rows: number }): void;
  write(bytes: Uint8Array): void;
  failed(why: string): void;
}

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
      void this.#fetch(terminalId, stream);
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

  /** Asks for the whole screen again: bytes were lost, or the terminal's size changed. */
  resync(terminalId: string): void {
    const stream = this.#streams.get(terminalId);
    if (!stream) return;
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
    const step = outputStep(stream.next, event.offset, event.bytes);
    switch (step.kind) {
      case 'write':
        stream.next = step.next;
        for (const sink of stream.sinks) sink.write(step.bytes);
        return;
      case 'drop':
        return;
      case 'gap':
        this.resync(event.terminalId);
        return;
      default:
        step satisfies never;
    }
  }

  #unwatch(terminalId: string): void {
    // Main may have forgotten the terminal by now; there is nothing to mend then.
    this.#api.ask('terminal.unwatch', { terminalId }).catch(() => {});
  }
}
