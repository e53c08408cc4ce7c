import type { Clock } from '../errors/clock.ts';
import type { Caller, Opening } from './opening-wait.ts';
import { sameOwner, sameTarget } from './ownership.ts';
import type { Claim, ShellClaims } from './shell-claims.ts';
import type { Terminal } from './terminal.ts';
import type { TerminalTarget } from './terminal-model.ts';
import type { TerminalOpenings } from './terminal-openings.ts';
import type { RunOnRequest } from './terminal-service.ts';

export interface ShellChoicePorts {
  readonly clock: Clock;
  readonly terminals: ReadonlyMap<string, Terminal>;
  readonly openings: TerminalOpenings;
  readonly claims: ShellClaims;
}

export interface ChosenShell {
  readonly claim: Claim;
  /** It was opened for this call. */
  readonly opened: boolean;
}

/** How long a second call waits for a busy shell before it asks for another, in ms (design §4). */
const busyWait = 2000;

/**
 * Finds the shell for one command: the owner's own on the target that waits at its prompt and was used last; where all are
 * at work, the first that is free within 2 s; else a new one, or one that becomes free while that is queued or opens.
 */
export class ShellChoice {
  readonly #ports: ShellChoicePorts;

  constructor(ports: ShellChoicePorts) {
    this.#ports = ports;
  }

  /** Throws `terminal-queued`, `terminal-limit`, why none could be opened, or the signal's reason. `until`: on the clock. */
  async choose(target: TerminalTarget, request: RunOnRequest, until: number): Promise<ChosenShell> {
    const { owner, fresh = false, signal, onWaiting } = request;
    const { clock, claims, openings, terminals } = this.#ports;
    const suits = (one: Terminal) =>
      sameOwner(one.owner, owner) && sameTarget(one.target, target) && (!fresh || openings.isSpare(one));
    const [idle] = [...terminals.values()]
      .filter((one) => suits(one) && claims.isFree(one))
      .sort((one, other) => other.lastUsedAt - one.lastUsedAt);
    if (idle) return { claim: claims.claim(idle), opened: false };
    const left = () => Math.max(0, until - clock.now());
    const forsaken = openings.forsaken(target, owner);
    const atWork = (one: Terminal) => suits(one) && (one.state.kind === 'running' || claims.has(one.id));
    if (!forsaken && [...terminals.values()].some(atWork)) {
      const freed = await this.#freeWithin(suits, Math.min(busyWait, left()), signal);
      if (freed) return { claim: freed, opened: false };
    }
    const opening = forsaken ?? openings.begin(target, owner);
    const claim = await this.#firstOf(opening, suits, {
      patienceMs: left(),
      ...(signal ? { signal } : {}),
      ...(onWaiting ? { onWaiting } : {}),
    });
    return { claim, opened: claim.terminal === opening.terminal };
  }

  /** The first that is free in time. */
  async #freeWithin(
    suits: (terminal: Terminal) => boolean,
    ms: number,
    signal: AbortSignal | undefined,
  ): Promise<Claim | null> {
    const { clock, claims } = this.#ports;
    const free = claims.whenFree(suits);
    let found: Claim | null = null;
    let stop = () => {};
    try {
      found = await new Promise<Claim | null>((resolve, reject) => {
        const onAbort = () => reject(signal?.reason);
        if (signal?.aborted) onAbort();
        signal?.addEventListener('abort', onAbort, { once: true });
        const cancel = clock.after(ms, () => resolve(null));
        stop = () => {
          cancel();
          signal?.removeEventListener('abort', onAbort);
        };
        void free.found.then(resolve);
      });
      return found;
    } finally {
      stop();
      free.leave(found);
    }
  }

  /** The opened terminal, or one that suits and became free before. */
  async #firstOf(opening: Opening, suits: (terminal: Terminal) => boolean, caller: Caller): Promise<Claim> {
    const { claims } = this.#ports;
    const own = claims.claim(opening.terminal);
    const free = claims.whenFree(suits);
    const enough = new AbortController();
    const opened = opening.join({ ...caller, enough: enough.signal }).then(() => own);
    opened.catch(() => {});
    let first: Claim | null = null;
    try {
      first = await Promise.race([free.found, opened]);
      return first;
    } finally {
      free.leave(first);
      if (first !== own) {
        enough.abort();
        own.release();
      }
    }
  }
}
