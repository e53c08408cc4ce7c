import type { Clock } from '../errors/clock.ts';
import type { HandView, TerminalOwner } from './terminal-model.ts';

/**
 * Whose hands are on the keyboard of one terminal. A person's own is always in theirs; an agent's may be attached to a terminal
 * emulator that types key by key (`drawbridge shell`).
 */
export class Hand {
  readonly #owner: TerminalOwner['kind'];
  readonly #openedAt: number;
  readonly #clock: Clock;
  #since: number | null = null;
  #attached = false;
  #waiters = new Set<() => void>();

  constructor(owner: TerminalOwner['kind'], clock: Clock) {
    this.#owner = owner;
    this.#clock = clock;
    this.#openedAt = clock.now();
  }

  get view(): HandView {
    if (this.#owner === 'person') return { by: 'person', since: this.#openedAt };
    if (this.#since !== null) return { by: 'person', since: this.#since };
    return this.#attached ? { by: 'agent', attached: true } : { by: 'agent' };
  }

  /** Keys are typed here one by one, by a person or an emulator: nothing of ours may stand between them. */
  get driven(): boolean {
    return this.byPerson || this.#attached;
  }

  /** A person types here. */
  get byPerson(): boolean {
    return this.#owner === 'person' || this.#since !== null;
  }

  /** Its owner's emulator types here, as long as the person has not taken it. */
  get attached(): boolean {
    return this.#attached;
  }

  attach(): void {
    this.#attached = true;
  }

  /** The person took it from its agent. */
  get taken(): boolean {
    return this.#owner === 'agent' && this.#since !== null;
  }

  /** False where the person has it already. */
  take(): boolean {
    if (this.byPerson) return false;
    this.#since = this.#clock.now();
    return true;
  }

  giveBack(): void {
    this.#since = null;
    const waiters = [...this.#waiters];
    this.#waiters.clear();
    for (const wake of waiters) wake();
  }

  /** True as soon as its agent has it, false when `ms` are over; rejects with the signal's reason. */
  agentsWithin(ms: number, signal?: AbortSignal): Promise<boolean> {
    if (!this.taken) return Promise.resolve(true);
    return new Promise((resolve, reject) => {
      const leave = () => {
        cancel();
        this.#waiters.delete(woken);
        signal?.removeEventListener('abort', onAbort);
      };
      const woken = () => {
        leave();
        resolve(true);
      };
      const onAbort = () => {
        leave();
        reject(signal?.reason);
      };
      const cancel = this.#clock.after(ms, () => {
        leave();
        resolve(false);
      });
      this.#waiters.add(woken);
      if (signal?.aborted) onAbort();
      else signal?.addEventListener('abort', onAbort, { once: true });
    });
  }
}
