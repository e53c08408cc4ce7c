import type { Clock } from '../errors/clock.ts';

const FIRST_MS = 5_000;
const MAX_MS = 120_000;

/** One task that is tried again ever more rarely: after 5 s, 10 s, … 2 min. */
export class BackOff {
  readonly #clock: Clock;
  readonly #task: () => void;
  #ms = FIRST_MS;
  #cancel = () => {};

  constructor(clock: Clock, task: () => void) {
    this.#clock = clock;
    this.#task = task;
  }

  again(): void {
    this.stop();
    this.#cancel = this.#clock.after(this.#ms, () => {
      this.#ms = Math.min(MAX_MS, this.#ms * 2);
      this.#task();
    });
  }

  stop(): void {
    this.#cancel();
  }

  /** It went well: the next trouble begins with the short pause again. */
  reset(): void {
    this.stop();
    this.#ms = FIRST_MS;
  }
}
