import { type IPty, spawn } from '@lydell/node-pty';

/** A program at a terminal of its own, as a person has it. */
export class PtyProcess {
  readonly ended: Promise<number>;
  readonly #pty: IPty;
  readonly #waiters = new Set<() => void>();
  readonly #chunks: string[] = [];
  /** What was not waited for yet: a flood is long, and is looked through once. */
  #unread: string[] = [];

  constructor(args: readonly string[], env: Readonly<Record<string, string>>, command = process.execPath) {
    this.#pty = spawn(command, [...args], { env: { TERM: 'dumb', ...env }, cols: 120, rows: 30 });
    this.#pty.onData((text) => {
      this.#chunks.push(text);
      this.#unread.push(text);
      for (const wake of this.#waiters) wake();
    });
    this.ended = new Promise((resolve) => {
      this.#pty.onExit(({ exitCode, signal }) => {
        // As a shell says it.
        resolve(signal ? 128 + signal : exitCode);
        for (const wake of this.#waiters) wake();
      });
    });
  }

  /** Everything that the terminal was sent, escape sequences included. */
  get screen(): string {
    return this.#chunks.join('');
  }

  type(text: string): void {
    this.#pty.write(text);
  }

  /** Waits until `text` has come, after what was waited for before, and returns what came up to its end. */
  async until(text: string, deadlineMs = 20_000): Promise<string> {
    const deadline = Date.now() + deadlineMs;
    let before = '';
    for (let looked = 0; ; ) {
      const fresh = this.#unread.slice(looked).join('');
      looked = this.#unread.length;
      const at = (before + fresh).indexOf(text);
      if (at >= 0) {
        const all = this.#unread.join('');
        const end = all.length - before.length - fresh.length + at + text.length;
        this.#unread = [all.slice(end)];
        return all.slice(0, end);
      }
      before = (before + fresh).slice(-text.length);
      await new Promise<void>((resolve, reject) => {
        const timer = setTimeout(
          () => reject(new Error(`“${text}” did not come; there is: ${this.#unread.join('').slice(-4_000)}`)),
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

  resize(cols: number, rows: number): void {
    this.#pty.resize(cols, rows);
  }

  kill(signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): void {
    this.#pty.kill(signal);
  }
}
