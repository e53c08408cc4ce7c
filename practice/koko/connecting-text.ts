const STEP_MS = 100;

export interface ConnectingTextOptions {
  /** `name(user)@address` */
  who: string;
  /** Set when a connection to the same account lives: the rest of the `Reuse` line. */
  reused: string | undefined;
  delayMs: number;
  toScreen(text: string): void;
  onDone(): void;
}

/** "Connecting to …" with its seconds rewritten by backspaces every 100 ms (protocol 7.6, as recorded). */
export class ConnectingText {
  readonly #ticker: NodeJS.Timeout | undefined;
  readonly #done: NodeJS.Timeout;

  constructor(options: ConnectingTextOptions) {
    const { toScreen } = options;
    if (options.reused === undefined) {
      let steps = 0;
      toScreen(`Connecting to ${options.who}  0.0`);
      const rewrite = () => {
        const before = (Math.max(0, steps - 1) / 10).toFixed(1);
        toScreen('\b'.repeat(before.length) + (steps / 10).toFixed(1));
        steps += 1;
      };
      rewrite();
      this.#ticker = setInterval(rewrite, STEP_MS);
    } else {
      toScreen(`Reuse SSH connections (${options.reused}`);
    }
    this.#done = setTimeout(() => {
      clearInterval(this.#ticker);
      options.onDone();
    }, options.delayMs);
  }

  dispose(): void {
    clearInterval(this.#ticker);
    clearTimeout(this.#done);
  }
}
