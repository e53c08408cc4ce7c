/** The time, told once a second to all who show one: one timer, and none while nobody listens or the window is hidden. */
export class Ticker {
  readonly #listeners = new Set<() => void>();
  #timer: ReturnType<typeof setInterval> | undefined;
  #now = Date.now();
  #seen = true;

  /** Whether the window can be seen. */
  set seen(seen: boolean) {
    this.#seen = seen;
    this.#arm();
  }

  get now(): number {
    return this.#now;
  }

  readonly listen = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    this.#arm();
    return () => {
      this.#listeners.delete(listener);
      this.#arm();
    };
  };

  #arm(): void {
    const wanted = this.#listeners.size > 0 && this.#seen;
    if (wanted === (this.#timer !== undefined)) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    if (!wanted) return;
    this.#timer = setInterval(() => this.#tick(), 1000);
    this.#tick();
  }

  #tick(): void {
    this.#now = Date.now();
    for (const listener of [...this.#listeners]) listener();
  }
}
