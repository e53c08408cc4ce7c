const LOCK_MS = 30 * 60 * 1000;

interface Counter {
  failures: number;
  lockedUntil: number;
}

/**
 * Counts failures per user, not per user and address (protocol 1.8). The text after the first failure says 7 more
 * tries, and the eighth request is refused even with the right password (measured). Tries while locked renew the lock.
 */
export class Lockouts {
  readonly #counters = new Map<string, Counter>();
  readonly #limit: () => number;

  constructor(limit: () => number) {
    this.#limit = limit;
  }

  isLocked(username: string): boolean {
    const counter = this.#live(username);
    if (counter === undefined || counter.failures < this.#limit()) return false;
    counter.failures += 1;
    counter.lockedUntil = Date.now() + LOCK_MS;
    return true;
  }

  /** As if the limit had been reached. */
  lock(username: string): void {
    this.#counters.set(username.toLowerCase(), { failures: this.#limit(), lockedUntil: Date.now() + LOCK_MS });
  }

  /** Notes one failure and answers how many tries the message names. */
  fail(username: string): number {
    const failures = this.#live(username)?.failures ?? 0;
    this.#counters.set(username.toLowerCase(), { failures: failures + 1, lockedUntil: Date.now() + LOCK_MS });
    return Math.max(0, this.#limit() - failures);
  }

  reset(username: string): void {
    this.#counters.delete(username.toLowerCase());
  }

  clear(): void {
    this.#counters.clear();
  }

  #live(username: string): Counter | undefined {
    const counter = this.#counters.get(username.toLowerCase());
    if (counter !== undefined && counter.lockedUntil < Date.now()) {
      this.reset(username);
      return undefined;
    }
    return counter;
  }
}
