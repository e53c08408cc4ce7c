import { type Clock, sleep } from '../errors/clock.ts';
import type { AttemptWatch } from './opening-attempts.ts';
import type { Turn } from './opening-queue.ts';
import type { Terminal } from './terminal.ts';
import { nobodyWaits, terminalQueued } from './terminal-errors.ts';
import type { OpeningStatus, OpeningWait } from './terminal-service.ts';

/** A queued opening is kept for so long after its last caller was told to come back. */
const keptForCallers = 120_000;
/** What waits for a cap holds nothing up, and is not kept for ever. */
const longestWaitForRoom = 5 * 60_000;

export interface OpeningPorts {
  readonly clock: Clock;
  readonly turn: Turn;
  /** The opening itself, once it has its turn. */
  readonly attempt: (watch: AttemptWatch, signal: AbortSignal) => Promise<void>;
  /** JumpServer asked for quiet, in ms: nobody else may begin either. */
  readonly quiet: (ms: number) => void;
  /** What stands in the way, where a cap does. */
  readonly noRoom: () => Error;
}

/** What a caller of an opening says of itself. */
export interface Caller extends OpeningWait {
  readonly signal?: AbortSignal;
  /** The caller found another shell: what is still queued is given up, what is under way goes on as a spare. */
  readonly enough?: AbortSignal;
}

/** One opening from its place in the queue to the first prompt, and the callers that wait for it. */
export class Opening {
  readonly terminal: Terminal;
  /** Rejects with why there is no terminal. */
  readonly done: Promise<void>;
  readonly #ports: OpeningPorts;
  readonly #abort = new AbortController();
  #callers = 0;
  #quietUntil = 0;
  #over = false;
  #cancelKeeping = () => {};
  readonly #cancelDeadline: () => void;

  constructor(terminal: Terminal, ports: OpeningPorts) {
    this.terminal = terminal;
    this.#ports = ports;
    const { clock, turn } = ports;
    this.#cancelDeadline = clock.after(longestWaitForRoom, () => {
      if (turn.place()?.waitsFor === 'room') this.giveUp(ports.noRoom());
    });
    this.done = this.#go();
    // Whoever waits sees the failure; without a caller it is in the log and the list.
    this.done.catch(() => {});
  }

  /** True while it waits for its turn. */
  get queued(): boolean {
    return this.#ports.turn.place() !== null;
  }

  /** Nobody waits for it at the moment: the next caller takes it. */
  get forsaken(): boolean {
    return this.#callers === 0 && !this.#abort.signal.aborted;
  }

  /** Null when it is over. */
  status(): OpeningStatus | null {
    if (this.#over) return null;
    const { id } = this.terminal;
    const place = this.#ports.turn.place();
    if (place) return { kind: 'queued', id, ...place };
    const quietMs = this.#quietUntil - this.#ports.clock.now();
    return quietMs > 0
      ? { kind: 'queued', id, position: 1, etaMs: quietMs, waitsFor: 'quiet' }
      : { kind: 'opening', id };
  }

  /** Waits for its end: throws why it failed, `terminal-queued` when patience is over, or the signal's reason. */
  async join({ patienceMs, signal, enough, onWaiting }: Caller): Promise<void> {
    const { clock } = this.#ports;
    this.#callers += 1;
    this.#cancelKeeping();
    onWaiting?.(() => this.status());
    const end = new AbortController();
    try {
      signal?.throwIfAborted();
      const within = AbortSignal.any([end.signal, ...(signal ? [signal] : []), ...(enough ? [enough] : [])]);
      const late = patienceMs === undefined ? until(within) : sleep(clock, Math.max(0, patienceMs), within);
      late.catch(() => {});
      await Promise.race([this.done, late.then(() => this.#late())]);
      this.#left('done');
    } catch (error) {
      this.#left(signal?.aborted ? 'gone' : enough?.aborted ? 'served' : 'told');
      throw error;
    } finally {
      end.abort();
    }
  }

  giveUp(reason: unknown): void {
    this.#ports.turn.leave(reason);
    this.#abort.abort(reason);
  }

  async #go(): Promise<void> {
    const { turn, attempt, quiet, clock } = this.#ports;
    const watch: AttemptWatch = {
      again: () => turn.again(),
      throttled: (ms) => {
        this.#quietUntil = clock.now() + ms;
        quiet(ms);
      },
    };
    try {
      await turn.begins;
      this.#abort.signal.throwIfAborted();
      await attempt(watch, this.#abort.signal);
    } finally {
      this.#over = true;
      this.#cancelKeeping();
      this.#cancelDeadline();
      turn.over();
    }
  }

  #late(): never {
    const status = this.status();
    if (status?.kind === 'queued' && status.waitsFor === 'room') {
      const error = this.#ports.noRoom();
      if (this.#callers === 1) this.giveUp(error);
      throw error;
    }
    throw terminalQueued(status ?? { kind: 'opening', id: this.terminal.id });
  }

  #left(how: 'done' | 'gone' | 'served' | 'told'): void {
    this.#callers -= 1;
    if (this.#callers > 0 || this.#over || how === 'done') return;
    if (how === 'gone' || (how === 'served' && this.queued)) this.giveUp(nobodyWaits());
    else if (how === 'told') {
      this.#cancelKeeping = this.#ports.clock.after(keptForCallers, () => {
        if (this.queued) this.giveUp(nobodyWaits());
      });
    }
  }
}

/** Rejects with the signal's reason; never resolves. */
function until(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));
}
