/** Addresses from which a login failed: any user's failure marks all who share it, and a later success changes nothing (protocol 1.6). */
export class FailureMarks {
  readonly #until = new Map<string, number>();
  readonly #seconds: () => number;

  constructor(seconds: () => number) {
    this.#seconds = seconds;
  }

  mark(ip: string): void {
    this.#until.set(ip, Date.now() + this.#seconds() * 1000);
  }

  isMarked(ip: string): boolean {
    return (this.#until.get(ip) ?? 0) > Date.now();
  }

  clear(): void {
    this.#until.clear();
  }
}
