import type { ApprovalMinutes } from '../../preload/contract-approvals.ts';
import type { Clock } from '../errors/clock.ts';
import { Emitter } from '../errors/emitter.ts';
import type { TerminalSummary } from '../terminals/terminal-model.ts';
import { type CommandPlace, placeOf, samePlace } from './command-place.ts';
import { type Acting, approvalKey, fits, type WantedTyping } from './wanted-typing.ts';

type TerminalPlace = Extract<CommandPlace, { readonly kind: 'terminal' }>;

/** One exact command that an agent may run again in one terminal, as long as user and directory are what they were. */
export interface StandingPermission {
  readonly id: string;
  readonly wanted: WantedTyping;
  readonly command: string;
  readonly place: TerminalPlace & { readonly user: string; readonly cwd: string };
  readonly minutes: ApprovalMinutes;
  /** In ms since the epoch. */
  readonly until: number;
  readonly uses: number;
}

/** `place`: user, directory or shell changed. `left`: agent, sign-in or site is gone. */
export type StandingEnd = 'lapsed' | 'revoked' | 'place' | 'terminal-closed' | 'bridge-raised' | 'left';

export interface StandingEvents {
  'did-give': StandingPermission;
  'did-use': StandingPermission;
  'did-end': { readonly permission: StandingPermission; readonly why: StandingEnd };
}

/** More than a person has in mind; the oldest ends then. */
const MAX_STANDING = 50;

interface Standing {
  permission: StandingPermission;
  readonly cancel: () => void;
}

/**
 * What the person allowed for some minutes. It binds the exact bytes, the agent and the terminal with its user and
 * directory, and is void for good as soon as one of them is another. Never kept over a restart.
 */
export class StandingPermissions {
  readonly #clock: Clock;
  readonly #events = new Emitter<StandingEvents>();
  readonly #standing = new Map<string, Standing>();
  #given = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  on<Name extends keyof StandingEvents>(name: Name, listener: (event: StandingEvents[Name]) => void): () => void {
    return this.#events.on(name, listener);
  }

  list(): readonly StandingPermission[] {
    return [...this.#standing.values()].map(({ permission }) => permission);
  }

  /** Does nothing for what cannot be bound (`boundOf`); another one for the same is replaced. */
  give(wanted: WantedTyping, minutes: ApprovalMinutes): void {
    const bound = boundOf(wanted);
    if (bound === undefined) return;
    const same = this.#of(wanted);
    if (same !== undefined) this.#drop(same.id);
    const [oldest] = this.#standing.keys();
    if (this.#standing.size >= MAX_STANDING && oldest !== undefined) this.#end(oldest, 'lapsed');
    const id = `standing_${++this.#given}`;
    const cancel = this.#clock.after(minutes * 60_000, () => this.#end(id, 'lapsed'));
    const permission = { id, wanted, ...bound, minutes, until: this.#clock.now() + minutes * 60_000, uses: 0 };
    this.#standing.set(id, { permission, cancel });
    this.#events.emit('did-give', permission);
  }

  /** The one that lets this be typed now. */
  permitting(wanted: WantedTyping): StandingPermission | undefined {
    const found = this.#of(wanted);
    const bound = boundOf(wanted);
    return found !== undefined && bound !== undefined && samePlace(found.place, bound.place) ? found : undefined;
  }

  /** As the bytes go out; false where it does not hold any more, or not for them. */
  use({ id }: StandingPermission, typing: Acting): boolean {
    const standing = this.#standing.get(id);
    if (!standing || !fits(standing.permission.wanted, typing)) return false;
    standing.permission = { ...standing.permission, uses: standing.permission.uses + 1 };
    this.#events.emit('did-use', standing.permission);
    return true;
  }

  /** False where it is over already. */
  revoke(id: string): boolean {
    return this.#end(id, 'revoked');
  }

  /** A terminal as it is now: what was bound to it otherwise ends. */
  see(terminal: TerminalSummary): void {
    for (const { id, place } of this.list()) {
      if (place.id !== terminal.id) continue;
      if (terminal.state.kind === 'closed') this.#end(id, 'terminal-closed');
      else if (!samePlace(placeOf(terminal), place)) this.#end(id, 'place');
    }
  }

  end(over: (wanted: WantedTyping) => boolean, why: StandingEnd): void {
    for (const { id, wanted } of this.list()) if (over(wanted)) this.#end(id, why);
  }

  dispose(): void {
    for (const { cancel } of this.#standing.values()) cancel();
    this.#standing.clear();
    this.#events.dispose();
  }

  #of(wanted: WantedTyping): StandingPermission | undefined {
    const key = approvalKey(wanted);
    return this.list().find((one) => approvalKey(one.wanted) === key);
  }

  #end(id: string, why: StandingEnd): boolean {
    const permission = this.#drop(id);
    if (permission !== undefined) this.#events.emit('did-end', { permission, why });
    return permission !== undefined;
  }

  #drop(id: string): StandingPermission | undefined {
    const standing = this.#standing.get(id);
    standing?.cancel();
    this.#standing.delete(id);
    return standing?.permission;
  }
}

/** Only a command in a shell that reports user and directory: nothing else could be seen to have changed. */
function boundOf({ what }: WantedTyping): Pick<StandingPermission, 'command' | 'place'> | undefined {
  if (what.kind !== 'command' || what.place.kind === 'new') return undefined;
  const { user, cwd } = what.place;
  if (user === null || cwd === null) return undefined;
  return { command: what.command, place: { ...what.place, user, cwd } };
}
