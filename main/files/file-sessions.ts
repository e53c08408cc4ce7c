import { duration } from '../errors/duration.ts';
import { Emitter } from '../errors/emitter.ts';
import { Rounds } from '../errors/rounds.ts';
import { fileSessionGone, fileSessionLimit } from './file-errors.ts';
import type { FileOwner, FileSessionSummary, FileTarget } from './file-model.ts';
import { FileSession, type FileSessionPorts } from './file-session.ts';

export interface FileLimits {
  /** Sessions of all owners together. */
  readonly inAll: number;
  /** One that nobody used for this long is closed, in ms. */
  readonly idleMs: number;
}

export interface FileSessionsPorts extends FileSessionPorts {
  readonly random: (bytes: number) => Uint8Array;
  readonly limits: () => FileLimits;
  /** What an agent asked for; only less than the person's is heeded. */
  readonly ownLimits?: (agentId: string) => Partial<FileLimits>;
  /** The shortest pause between two looks for idle ones that an agent asked for; null: ours. */
  readonly lookEveryMs?: () => number | null;
}

/** Limits as a person sets them. */
export const fileLimitsOf = (chosen: {
  readonly 'files.sessions': number;
  readonly 'files.idleMinutes': number;
}): FileLimits => ({ inAll: chosen['files.sessions'], idleMs: chosen['files.idleMinutes'] * 60_000 });

interface Events {
  'did-change': FileSessionSummary;
}

const reapEvery = 30_000;
/** A closed one is listed for so long. */
const closedKeptMs = 10 * 60_000;

/** All file sessions: found by owner and target, capped, closed when idle. */
export class FileSessions {
  readonly #ports: FileSessionsPorts;
  readonly #events = new Emitter<Events>();
  readonly #sessions = new Map<string, FileSession>();
  readonly #rounds: Rounds;

  constructor(ports: FileSessionsPorts) {
    this.#ports = ports;
    const every = () => Math.min(reapEvery, ports.lookEveryMs?.() ?? reapEvery);
    this.#rounds = new Rounds(ports.clock, every, () => this.#reap(ports.clock.now()));
  }

  on(name: 'did-change', listener: (session: FileSessionSummary) => void): () => void {
    return this.#events.on(name, listener);
  }

  /** Of one owner, or all. */
  list(owner?: FileOwner): readonly FileSessionSummary[] {
    return [...this.#sessions.values()]
      .filter((session) => owner === undefined || sameOwner(session.owner, owner))
      .map((session) => session.summary());
  }

  /** The owner's session on this target, made where there is none. Throws `file-session-limit`. */
  of(target: FileTarget, owner: FileOwner): FileSession {
    const found = [...this.#sessions.values()].find(
      (one) => one.summary().closed === null && sameOwner(one.owner, owner) && sameTarget(one.target, target),
    );
    if (found !== undefined) return found;
    this.#makeRoom(owner);
    const id = `file_${Buffer.from(this.#ports.random(16)).toString('base64url')}`;
    const session = new FileSession(this.#ports, { id, target, owner });
    this.#sessions.set(id, session);
    this.#events.emit('did-change', session.summary());
    return session;
  }

  /** Throws `file-session-not-found`. */
  get(id: string, owner: FileOwner): FileSession {
    const session = this.#sessions.get(id);
    if (session === undefined || !sameOwner(session.owner, owner)) throw fileSessionGone(id);
    return session;
  }

  close(id: string, owner: FileOwner, reason: string): FileSessionSummary {
    const session = this.get(id, owner);
    this.#close(session, reason);
    return session.summary();
  }

  /** All that `over` says: the agent left, the site was signed out of. */
  closeWhere(over: (session: FileSessionSummary) => boolean, reason: string): void {
    for (const session of this.#sessions.values())
      if (session.summary().closed === null && over(session.summary())) this.#close(session, reason);
  }

  /** An agent that wants its sessions looked after more often may have come. */
  hurry(): void {
    this.#rounds.hurry();
  }

  dispose(): void {
    this.#rounds.dispose();
    this.closeWhere(() => true, 'Drawbridge is closing.');
    this.#sessions.clear();
    this.#events.dispose();
  }

  #close(session: FileSession, reason: string): void {
    session.close(reason);
    this.#events.emit('did-change', session.summary());
  }

  /** The one that is idle for longest makes room; what is at work never does. */
  #makeRoom(owner: FileOwner): void {
    const open = [...this.#sessions.values()].filter((one) => one.summary().closed === null);
    const { inAll } = this.#ports.limits();
    const mine = open.filter((one) => sameOwner(one.owner, owner));
    const own = Math.min(inAll, this.#own(owner).inAll ?? inAll);
    const ownFull = mine.length >= own;
    if (open.length < inAll && !ownFull) return;
    const others = ownFull ? [] : open.filter((one) => !sameOwner(one.owner, owner));
    const [idle] = mine
      .filter((one) => !one.summary().busy)
      .concat(others.filter((one) => !one.summary().busy))
      .sort((one, other) => one.summary().lastUsedAt - other.summary().lastUsedAt);
    if (idle === undefined)
      throw fileSessionLimit(
        ownFull ? own : inAll,
        mine.map(({ id, target }) => `${id} · ${target.asset.name}`),
      );
    this.#close(idle, 'It was idle for longest, and room was needed for another.');
  }

  #own(owner: FileOwner): Partial<FileLimits> {
    return (owner.kind === 'agent' ? this.#ports.ownLimits?.(owner.agentId) : undefined) ?? {};
  }

  #reap(now: number): void {
    const { idleMs: common } = this.#ports.limits();
    for (const session of [...this.#sessions.values()]) {
      const idleMs = Math.min(common, this.#own(session.owner).idleMs ?? common);
      const { closed, busy, lastUsedAt } = session.summary();
      if (closed !== null) {
        if (now - lastUsedAt >= idleMs + closedKeptMs) this.#sessions.delete(session.id);
      } else if (!busy && now - lastUsedAt >= idleMs)
        this.#close(session, `Nothing was done in it for ${duration(idleMs)}.`);
    }
  }
}

const sameOwner = (one: FileOwner, other: FileOwner): boolean =>
  one.kind === 'person' ? other.kind === 'person' : other.kind === 'agent' && one.agentId === other.agentId;

const sameTarget = (one: FileTarget, other: FileTarget): boolean =>
  one.siteId === other.siteId && one.asset.id === other.asset.id && one.account.alias === other.account.alias;
