const WINDOW_MS = 60_000;

/** Counts a user's requests in the last minute (protocol 0.2: 429 above the limit). */
export class Throttle {
  readonly #history = new Map<string, number[]>();
  readonly #limit: () => number;

  constructor(limit: () => number) {
    this.#limit = limit;
  }

  /** Notes one request. The answer is the seconds to wait when it is refused. */
  take(userId: string): number | undefined {
    const now = Date.now();
    const recent = this.#history.get(userId) ?? [];
    while (recent[0] !== undefined && recent[0] <= now - WINDOW_MS) recent.shift();
    this.#history.set(userId, recent);
    if (recent.length >= this.#limit()) {
      return Math.max(1, Math.ceil(((recent[0] ?? now) + WINDOW_MS - now) / 1000));
    }
    recent.push(now);
    return undefined;
  }

  clear(): void {
    this.#history.clear();
  }
}
