import type { Terminal } from './terminal.ts';

/** A shell that is spoken for, until its command is typed. */
export interface Claim {
  readonly terminal: Terminal;
  /** Gives it back, once; it goes to the one who has waited longest. */
  release(): void;
}

interface Waiter {
  readonly wants: (terminal: Terminal) => boolean;
  readonly take: (claim: Claim) => void;
}

/** A place among those who wait for a shell to become free. */
export interface FreeShell {
  /** Never rejects, and may never resolve. */
  readonly found: Promise<Claim>;
  /** Out of the row; what was handed over and is not the one that is kept is given back. */
  leave(kept: Claim | null): void;
}

/** Which shells are spoken for: two calls never take the same one, and one that becomes free goes by order of arrival. */
export class ShellClaims {
  readonly #claimed = new Set<string>();
  #waiters: Waiter[] = [];

  has(id: string): boolean {
    return this.#claimed.has(id);
  }

  isFree(terminal: Terminal): boolean {
    return terminal.state.kind === 'prompt' && !terminal.taken && !terminal.attached && !this.has(terminal.id);
  }

  claim(terminal: Terminal): Claim {
    this.#claimed.add(terminal.id);
    let held = true;
    return {
      terminal,
      release: () => {
        if (!held) return;
        held = false;
        this.#claimed.delete(terminal.id);
        this.offer(terminal);
      },
    };
  }

  /** The terminal may have become free. */
  offer(terminal: Terminal): void {
    if (!this.isFree(terminal)) return;
    const next = this.#waiters.find(({ wants }) => wants(terminal));
    if (!next) return;
    this.#waiters = this.#waiters.filter((one) => one !== next);
    next.take(this.claim(terminal));
  }

  /** For one that is not free now, see `isFree`. */
  whenFree(wants: (terminal: Terminal) => boolean): FreeShell {
    let taken: Claim | null = null;
    let resolve: (claim: Claim) => void = () => {};
    const found = new Promise<Claim>((done) => {
      resolve = done;
    });
    const waiter: Waiter = {
      wants,
      take: (claim) => {
        taken = claim;
        resolve(claim);
      },
    };
    this.#waiters.push(waiter);
    return {
      found,
      leave: (kept) => {
        this.#waiters = this.#waiters.filter((one) => one !== waiter);
        if (taken !== kept) taken?.release();
      },
    };
  }
}
