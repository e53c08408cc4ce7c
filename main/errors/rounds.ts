import type { Clock } from './clock.ts';

/** Does something again and again, with the pause between that is wanted then. */
export class Rounds {
  readonly #clock: Clock;
  readonly #everyMs: () => number;
  readonly #task: () => void;
  #dueAt = 0;
  #cancel: () => void = () => {};

  constructor(clock: Clock, everyMs: () => number, task: () => void) {
    this.#clock = clock;
    this.#everyMs = everyMs;
    this.#task = task;
    this.#arm();
  }

  /** A shorter pause may be wanted from now on. */
  hurry(): void {
    if (this.#clock.now() + this.#everyMs() >= this.#dueAt) return;
    this.#cancel();
    this.#arm();
  }

  dispose(): void {
    this.#cancel();
  }

  #arm(): void {
    const every = this.#everyMs();
    this.#dueAt = this.#clock.now() + every;
    this.#cancel = this.#clock.after(every, () => {
      this.#task();
      this.#arm();
    });
  }
}
