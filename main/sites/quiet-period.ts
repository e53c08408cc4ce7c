const FIRST_MS = 300_000;
const MAX_MS = 8 * 3_600_000;

/** After the person dismissed a sign-in nothing pops up by itself for five minutes, doubled each time up to a working day. */
export class QuietPeriod {
  #dismissals = 0;
  #until = 0;

  dismissed(now: number): void {
    this.#until = now + Math.min(MAX_MS, FIRST_MS * 2 ** this.#dismissals);
    this.#dismissals += 1;
  }

  over(): void {
    this.#dismissals = 0;
    this.#until = 0;
  }

  holds(now: number): boolean {
    return now < this.#until;
  }
}
