import { randomUUID } from 'node:crypto';
import { sleep } from '../errors/clock.ts';
import type { Wait } from './approvals.ts';
import type { KillSwitch } from './kill-switch.ts';
import { UserChange, type UserChangePorts, type UserChangeRequest, type UserChangeResult } from './user-change.ts';
import { changeGivenUp, changeGoesOn, otherChange } from './user-change-errors.ts';

/** A change that nobody waits for: hosts cancel when their own patience is over, and then call again. */
const LONELY_MS = 60_000;
/** What ended while nobody waited is told to the call that comes back within this. */
const KEPT_MS = 5 * 60_000;

export interface UserChangesPorts extends UserChangePorts {
  readonly killSwitch: Pick<KillSwitch, 'on'>;
}

interface Change {
  /** For jms_wait_for_approval. */
  readonly id: string;
  readonly work: UserChange;
  readonly key: string;
  readonly abort: AbortController;
  readonly done: Promise<UserChangeResult>;
  over: boolean;
  waiting: number;
  forget: () => void;
}

/** The changes of users under way, at most one a terminal: they wait for a person longer than a call may last. */
export class UserChanges {
  readonly #ports: UserChangesPorts;
  readonly #changes = new Map<string, Change>();
  readonly #off: readonly (() => void)[];

  constructor(ports: UserChangesPorts) {
    this.#ports = ports;
    this.#off = [
      ports.terminals.on('changed', ({ id, state }) => {
        if (state.kind === 'closed') this.#giveUp(id);
      }),
      ports.killSwitch.on('did-change', ({ raised }) => {
        if (raised) for (const id of [...this.#changes.keys()]) this.#giveUp(id);
      }),
    ];
  }

  /**
   * Starts it, or joins the same one. Throws `pending-approval` when the patience is over, and what a UserChange throws; the
   * signal's reason ends it a minute later, unless the call comes back.
   */
  async change(request: UserChangeRequest, { signal, patienceMs }: Wait): Promise<UserChangeResult> {
    const { terminalId } = request;
    // Who may not see the terminal hears that first.
    this.#ports.terminals.get(terminalId, request.owner);
    const key = JSON.stringify([request.agent.id, request.change]);
    const known = this.#changes.get(terminalId);
    if (known && known.key !== key && !known.over) throw otherChange();
    const change = known?.key === key ? known : this.#begin(request, key);
    change.waiting += 1;
    change.forget();
    const ended = new AbortController();
    const late = sleep(this.#ports.clock, patienceMs, AbortSignal.any([signal, ended.signal])).then(() => {
      throw changeGoesOn(change.id, change.work.askedUntil - this.#ports.clock.now());
    });
    late.catch(() => {});
    try {
      return await Promise.race([change.done, late]);
    } finally {
      ended.abort();
      change.waiting -= 1;
      if (change.over) this.#drop(terminalId, change);
      else if (change.waiting === 0) change.forget = this.#after(signal.aborted ? LONELY_MS : KEPT_MS, terminalId);
    }
  }

  /** A change is under way there. */
  isAt(terminalId: string): boolean {
    return this.#changes.get(terminalId)?.over === false;
  }

  dispose(): void {
    for (const off of this.#off) off();
    for (const terminalId of [...this.#changes.keys()]) this.#giveUp(terminalId);
  }

  #begin(request: UserChangeRequest, key: string): Change {
    const abort = new AbortController();
    const work = new UserChange(this.#ports, request, abort.signal);
    const done = work.run();
    const change: Change = {
      id: `change_${randomUUID()}`,
      work,
      key,
      abort,
      done,
      over: false,
      waiting: 0,
      forget: () => {},
    };
    const settle = () => {
      change.over = true;
      if (change.waiting === 0) {
        change.forget();
        change.forget = this.#after(KEPT_MS, request.terminalId);
      }
    };
    done.then(settle, settle);
    this.#changes.get(request.terminalId)?.forget();
    this.#changes.set(request.terminalId, change);
    return change;
  }

  #after(ms: number, terminalId: string): () => void {
    return this.#ports.clock.after(ms, () => this.#giveUp(terminalId));
  }

  #giveUp(terminalId: string): void {
    const change = this.#changes.get(terminalId);
    if (!change) return;
    this.#drop(terminalId, change);
    change.abort.abort(changeGivenUp());
  }

  #drop(terminalId: string, change: Change): void {
    change.forget();
    if (this.#changes.get(terminalId) === change) this.#changes.delete(terminalId);
  }
}
