import { type IPty, spawn } from '@lydell/node-pty';

/** A program at a terminal of its own, as a person has it. */
export class PtyProcess {
  /** Everything that the terminal was sent, escape sequences included. */
  screen = '';
  readonly ended: Promise<number>;
  readonly #pty: IPty;
  readonly #waiters = new Set<() => void>();
  #from = 0;

  constructor(args: readonly string[], env: Readonly<Record<string, string>>) {
    this.#pty = spawn(process.execPath, [...args], { env: { TERM: 'dumb', ...env }, cols: 120, rows: 30 });
    this.#pty.onData((text) => {
      this.screen += text;
      for (const wake of this.#waiters) wake();
    });
    this.ended = new Promise((resolve) => {
      this.#pty.onExit(({ exitCode }) => {
        resolve(exitCode);
        for (const wake of this.#waiters) wake();
      });
    });
  }

  type(text: string): void {
    this.#pty.write(text);
  }

  /** Waits until `text` has come, after what was waited for before, and returns what came up to its end. */
  async until(text: string, deadlineMs = 20_000): Promise<string> {
    const from = this.#from;
    const deadline = Date.now() + deadlineMs;
    for (;;) {
      const at = this.screen.indexOf(text, from);
      if (at >= 0) {
        this.#from = at + text.length;
        return this.screen.slice(from, this.#from);
      }
      await new Promise<void>((resolve, reject) => {
        const timer = setTimeout(
          () => reject(new Error(`“${text}” did not come; there is: ${this.screen.slice(from)}`)),
          Math.max(0, deadline - Date.now()),
        );
        const wake = () => {
          clearTimeout(timer);
          this.#waiters.delete(wake);
          resolve();
        };
        this.#waiters.add(wake);
      });
    }
  }

  kill(): void {
    this.#pty.kill('SIGKILL');
  }
}
