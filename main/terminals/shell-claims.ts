import type { Terminal } from './terminal.ts';

interface Waiter {
  readonly wants: (terminal: Terminal) => boolean;
  readonly take: (terminal: Terminal) => void;
}

/** A place among those who wait for a shell to become free. */
export interface FreeShell {
  /** Resolves with a claimed terminal; never rejects, and may never resolve. */
  readonly found: Promise<Terminal>;
  /** Out of the row; a terminal that was handed over and is not the one that is kept is free again. */
  leave(kept: Terminal | null): void;
}

/**
 * Which shells are spoken for: two calls never take the same one, and a shell that becomes free goes to the one who has
 * waited longest. The claim on a shell holds from the choice until its command is typed.
 */
export class ShellClaims {
  readonly #claimed = new Set<string>();
  #waiters: Waiter[] = [];

  has(id: string): boolean {
    return this.#claimed.has(id);
  }

  isFree(terminal: Terminal): boolean {
    return terminal.state.kind === 'prompt' && !this.has(terminal.id);
  }

  claim(terminal: Terminal): void {
    this.#claimed.add(terminal.id);
  }

  release(terminal: Terminal): void {
    if (this.#claimed.delete(terminal.id)) this.offer(terminal);
  }

  /** The terminal may have become free. */
  offer(terminal: Terminal): void {
    if (!this.isFree(terminal)) return;
    const next = this.#waiters.find(({ wants }) => wants(terminal));
    if (!next) return;
    this.#waiters = this.#waiters.filter((one) => one !== next);
    this.claim(terminal);
    next.take(terminal);
  }

  /** Where one is free already, see `isFree`. */
  whenFree(wants: (terminal: Terminal) => boolean): FreeShell {
    let taken: Terminal | null = null;
    let resolve: (terminal: Terminal) => void = () => {};
    const found = new Promise<Terminal>((done) => {
      resolve = done;
    });
    const waiter: Waiter = {
      wants,
      take: (terminal) => {
        taken = terminal;
        resolve(terminal);
      },
    };
    this.#waiters.push(waiter);
    return {
      found,
      leave: (kept) => {
        this.#waiters = this.#waiters.filter((one) => one !== waiter);
        if (taken !== null && taken !== kept) this.release(taken);
      },
    };
  }
}
