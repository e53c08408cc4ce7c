import type { Answer, EventValue } from '../../preload/contract.ts';
import type { RunStart } from '../../preload/contract-wall.ts';
import type { TerminalService } from '../terminals/terminal-service.ts';

type OutputEvent = EventValue<'terminal.output'>;

/** Frames go to the window in batches: a repaint cannot show more. */
const BATCH_MS = 16;
/** A view that is this far behind gets a new snapshot instead of the bytes (design §4: a slow view never slows a terminal). */
const MAX_PENDING_BYTES = 1024 * 1024;

interface View {
  /** False until the window has the snapshot: bytes that come meanwhile are kept. */
  ready: boolean;
  offset: number;
  chunks: Uint8Array[];
  runs: RunStart[];
  size: number;
  overflow: boolean;
}

/** Streams terminal output to the window for the terminals it watches. */
export class LiveViews {
  readonly #terminals: TerminalService;
  readonly #send: (event: OutputEvent) => void;
  readonly #views = new Map<string, View>();
  readonly #off: (() => void)[];
  #attended: string | null = null;
  #timer: NodeJS.Timeout | undefined;

  constructor(ports: { readonly terminals: TerminalService; readonly send: (event: OutputEvent) => void }) {
    this.#terminals = ports.terminals;
    this.#send = ports.send;
    this.#off = [
      ports.terminals.on('output', ({ id, offset, bytes }) => this.#take(id, offset, bytes)),
      ports.terminals.on('run-started', ({ terminal, run }) =>
        this.#takeRun(terminal.id, { runId: run.id, offset: run.output.start }),
      ),
      ports.terminals.on('removed', ({ id }) => this.#views.delete(id)),
    ];
  }

  async watch(id: string): Promise<Answer<'terminal.watch'>> {
    const view: View = { ready: false, offset: 0, chunks: [], runs: [], size: 0, overflow: false };
    this.#views.set(id, view);
    const snapshot = await this.#terminals.snapshot(id).catch((error: unknown) => {
      if (this.#views.get(id) === view) this.#views.delete(id);
      throw error;
    });
    // The answer leaves before the first batch; the window trims what the snapshot already holds.
    view.ready = true;
    if (view.size > 0 || view.runs.length > 0) this.#timer ??= setTimeout(() => this.#flush(), BATCH_MS);
    return { data: snapshot.data, offset: snapshot.offset, ...snapshot.size, runs: [...snapshot.runs] };
  }

  unwatch(id: string): void {
    this.#views.delete(id);
  }

  /** The person has this one open in front of them; null: none. */
  attend(id: string | null): void {
    this.#attended = id;
  }

  isAttended(id: string): boolean {
    return this.#attended === id;
  }

  /** The window is gone or reloaded: nobody watches. */
  clear(): void {
    this.#attended = null;
    this.#views.clear();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const off of this.#off) off();
    this.#views.clear();
  }

  #take(id: string, offset: number, bytes: Uint8Array): void {
    const view = this.#views.get(id);
    if (!view || view.overflow) return;
    if (view.size === 0 && view.runs.length === 0) view.offset = offset;
    if (view.size + bytes.length > MAX_PENDING_BYTES) {
      view.overflow = true;
      view.chunks = [];
      view.runs = [];
    } else {
      view.chunks.push(bytes);
      view.size += bytes.length;
    }
    this.#timer ??= setTimeout(() => this.#flush(), BATCH_MS);
  }

  /** It is typed now: everything before it has come. */
  #takeRun(id: string, start: RunStart): void {
    const view = this.#views.get(id);
    if (!view || view.overflow) return;
    if (view.size === 0 && view.runs.length === 0) view.offset = start.offset;
    view.runs.push(start);
    this.#timer ??= setTimeout(() => this.#flush(), BATCH_MS);
  }

  #flush(): void {
    this.#timer = undefined;
    for (const [terminalId, view] of this.#views) {
      if (!view.ready) continue;
      if (view.overflow) {
        this.#views.delete(terminalId);
        this.#send({ terminalId, offset: view.offset, bytes: new Uint8Array(), runs: [], reset: true });
      } else if (view.size > 0 || view.runs.length > 0) {
        const { offset, runs } = view;
        this.#send({ terminalId, offset, bytes: Buffer.concat(view.chunks), runs, reset: false });
        view.chunks = [];
        view.runs = [];
        view.size = 0;
      }
    }
  }
}
