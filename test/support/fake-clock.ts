import type { Clock } from '../../main/errors/clock.ts';

/** Time that stands still until a test moves it. */
export class FakeClock implements Clock {
  #now: number;
  #tasks: { readonly at: number; readonly task: () => void }[] = [];

  constructor(now: number = Date.UTC(2026, 10, 22)) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, task: () => void): () => void {
    const entry = { at: this.#now + ms, task };
    this.#tasks.push(entry);
    return () => {
      this.#tasks = this.#tasks.filter((one) => one !== entry);
    };
  }

  /** Tasks that wait. */
  get pending(): number {
    return this.#tasks.length;
  }

  /** Moves on, running what falls due in order and letting promises settle in between. */
  async advance(ms: number): Promise<void> {
    const until = this.#now + ms;
    await settle();
    for (;;) {
      const due = this.#tasks.filter((one) => one.at <= until).sort((one, other) => one.at - other.at)[0];
      if (!due) break;
      this.#tasks = this.#tasks.filter((one) => one !== due);
      this.#now = Math.max(this.#now, due.at);
      due.task();
      await settle();
    }
    this.#now = until;
    await settle();
  }
}

/** Lets everything that is due in this turn of the event loop happen. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
