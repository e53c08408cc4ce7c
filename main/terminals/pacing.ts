import type { Clock } from '../errors/clock.ts';
import { terminalLimit } from './terminal-errors.ts';

export interface Pace {
  readonly atOnce: number;
  readonly perMinute: number;
}

const minute = 60_000;
/** More than this waiting is a flood, not work. */
const longestQueue = 32;

/**
 * Lets openings of one site through at a pace. KoKo's service budget of 300 calls a minute is shared by all its users;
 * exceeding it loses audit rows of everybody (command-engine §I).
 */
export class Pacing {
  readonly #clock: Clock;
  readonly #pace: Pace | null;
  #open = 0;
  /** When the openings of the last minute began. */
  #begun: number[] = [];
  #queue: { readonly go: () => void; readonly stop: (error: unknown) => void }[] = [];
  #cancelTimer: (() => void) | null = null;

  constructor(clock: Clock, pace: Pace | null) {
    this.#clock = clock;
    this.#pace = pace;
  }

  /** Resolves when an opening may begin; the result must be called when it is over. Throws `terminal-limit`, or the signal's reason. */
  async begin(signal?: AbortSignal): Promise<() => void> {
    signal?.throwIfAborted();
    if (!this.#pace) return () => {};
    if (this.#queue.length >= longestQueue) throw terminalLimit('Too many terminals wait to be opened.');
    await new Promise<void>((go, stop) => {
      const entry = { go, stop };
      this.#queue.push(entry);
      signal?.addEventListener(
        'abort',
        () => {
          this.#queue = this.#queue.filter((one) => one !== entry);
          stop(signal.reason);
        },
        { once: true },
      );
      this.#advance();
    });
    let over = false;
    return () => {
      if (over) return;
      over = true;
      this.#open -= 1;
      this.#advance();
    };
  }

  dispose(): void {
    this.#cancelTimer?.();
    const queue = this.#queue;
    this.#queue = [];
    for (const entry of queue) entry.stop(terminalLimit('Drawbridge is closing.'));
  }

  #advance(): void {
    const pace = this.#pace;
    if (!pace) return;
    const now = this.#clock.now();
    this.#begun = this.#begun.filter((at) => now - at < minute);
    while (this.#queue.length > 0 && this.#open < pace.atOnce && this.#begun.length < pace.perMinute) {
      this.#open += 1;
      this.#begun.push(now);
      this.#queue.shift()?.go();
    }
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    const oldest = this.#begun[0];
    if (this.#queue.length > 0 && this.#begun.length >= pace.perMinute && oldest !== undefined) {
      this.#cancelTimer = this.#clock.after(oldest + minute - now, () => this.#advance());
    }
  }
}
