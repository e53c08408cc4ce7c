import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import { decideRoom, type Occupant, type Room } from './decide-room.ts';
import { type AttemptPorts, attemptOpening } from './opening-attempts.ts';
import { OpeningQueue } from './opening-queue.ts';
import { Opening } from './opening-wait.ts';
import { mayUse, ownerKey, sameOwner, sameTarget } from './ownership.ts';
import type { TerminalLimits } from './pool-limits.ts';
import { Terminal, type TerminalOptions } from './terminal.ts';
import { poolClosing, terminalLimit } from './terminal-errors.ts';
import type { TerminalOwner, TerminalTarget } from './terminal-model.ts';
import type { OpeningStatus } from './terminal-service.ts';

export interface OpeningsPorts extends AttemptPorts {
  readonly random: (bytes: number) => Uint8Array;
  readonly limits: () => TerminalLimits;
  /** Another cap than all agents' for this one; null: none of its own. */
  readonly ownCap?: ((agentId: string) => number | null) | undefined;
  readonly willType?: TerminalOptions['willType'];
  readonly terminals: ReadonlyMap<string, Terminal>;
  /** It must not be closed to make room. */
  readonly needed: (terminal: Terminal) => boolean;
  /** A new terminal, before anything happens to it. */
  readonly made: (terminal: Terminal) => void;
  readonly close: (terminal: Terminal, reason: string) => void;
  /** Its opening failed: nothing stays of it. */
  readonly remove: (terminal: Terminal, reason: string) => void;
}

/** Openings queued and under way, the room there is for them, and the shells that opened when nobody waited any more. */
export class TerminalOpenings {
  readonly #ports: OpeningsPorts;
  readonly #queue: OpeningQueue;
  readonly #openings = new Map<string, Opening>();
  /** Queued terminals take no place under the caps. */
  readonly #queued = new Set<string>();
  readonly #spares = new Set<string>();
  #disposed = false;

  constructor(ports: OpeningsPorts) {
    this.#ports = ports;
    this.#queue = new OpeningQueue({
      clock: ports.clock,
      pace: () => ports.limits().pacing,
      hasRoom: (owner) => this.#roomFor(owner).kind !== 'full',
      makeRoom: (owner) => this.#makeRoom(owner),
    });
  }

  /** Makes the terminal and queues its opening. Throws `terminal-limit` where too many wait. */
  begin(target: TerminalTarget, owner: TerminalOwner): Opening {
    if (this.#disposed) throw poolClosing();
    const { clock, random, willType } = this.#ports;
    const { cols, rows, maxOutputBytes } = this.#ports.limits();
    const id = `term_${Buffer.from(random(16)).toString('base64url')}`;
    const turn = this.#queue.enter(target.siteId, ownerKey(owner), {
      queued: () => this.#queued.add(id),
      begins: () => this.#queued.delete(id),
    });
    const terminal = new Terminal({ ...{ id, target, owner, clock, random, willType }, cols, rows, maxOutputBytes });
    const opening = new Opening(terminal, {
      clock,
      turn,
      noRoom: () => this.#noRoom(owner),
      attempt: (watch, signal) => attemptOpening(terminal, this.#ports, watch, signal),
      quiet: (ms) => this.#queue.quiet(target.siteId, ms),
    });
    this.#openings.set(id, opening);
    opening.done.then(
      () => this.#opened(opening),
      (error: unknown) => this.#failed(terminal, error),
    );
    this.#ports.made(terminal);
    return opening;
  }

  /** The opening of an earlier call that nobody waits for any more. */
  forsaken(target: TerminalTarget, owner: TerminalOwner): Opening | undefined {
    return [...this.#openings.values()].find(
      ({ forsaken, terminal }) => forsaken && sameOwner(terminal.owner, owner) && sameTarget(terminal.target, target),
    );
  }

  /** A shell that opened when nobody waited for it any more, and in which nothing has run. */
  isSpare({ id }: Terminal): boolean {
    return this.#spares.has(id);
  }

  used(id: string): void {
    this.#spares.delete(id);
  }

  has(id: string): boolean {
    return this.#openings.has(id);
  }

  /** Null where it is not opening. */
  statusOf(id: string): OpeningStatus | null {
    return this.#openings.get(id)?.status() ?? null;
  }

  giveUp(id: string, reason: unknown): void {
    this.#openings.get(id)?.giveUp(reason);
  }

  /** There may be room, or another pace. */
  look(): void {
    this.#queue.look();
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    for (const opening of this.#openings.values()) opening.giveUp(poolClosing());
    await Promise.allSettled([...this.#openings.values()].map(({ done }) => done));
    this.#queue.dispose();
  }

  #opened(opening: Opening): void {
    const { id } = opening.terminal;
    this.#openings.delete(id);
    if (opening.forsaken) this.#spares.add(id);
  }

  #failed(terminal: Terminal, error: unknown): void {
    this.#openings.delete(terminal.id);
    this.#queued.delete(terminal.id);
    const reason = error instanceof DrawbridgeError ? error.message : 'It could not be opened.';
    this.#ports.log.warn('A terminal could not be opened', { terminal: terminal.id, reason });
    this.#ports.remove(terminal, reason);
    this.#queue.look();
  }

  #roomFor(owner: string): Room {
    const occupants = [...this.#ports.terminals.values()]
      .filter((one) => one.state.kind !== 'closed' && !this.#queued.has(one.id))
      .map(
        (one): Occupant => ({
          id: one.id,
          owner: ownerKey(one.owner),
          idleSince: one.state.kind === 'prompt' && !this.#ports.needed(one) ? one.lastUsedAt : null,
        }),
      );
    return decideRoom(occupants, owner, this.#caps(owner));
  }

  #caps(owner: string): { readonly perAgent: number; readonly inAll: number } {
    const { perAgent, inAll } = this.#ports.limits();
    return { perAgent: (owner === '' ? null : this.#ports.ownCap?.(owner)) ?? perAgent, inAll };
  }

  #makeRoom(owner: string): boolean {
    const room = this.#roomFor(owner);
    if (room.kind !== 'close') return room.kind === 'room';
    const terminal = this.#ports.terminals.get(room.id);
    if (terminal) this.#ports.close(terminal, 'It was idle for longest, and room was needed for another.');
    return true;
  }

  /** Names what may be closed. */
  #noRoom(owner: TerminalOwner): DrawbridgeError {
    const open = [...this.#ports.terminals.values()].filter(
      (one) => one.state.kind !== 'closed' && !this.#queued.has(one.id),
    );
    const own = open.filter((one) => mayUse(one.owner, owner));
    const { perAgent, inAll } = this.#caps(ownerKey(owner));
    const said =
      owner.kind === 'agent' && own.length >= perAgent
        ? `You have ${own.length} terminals open, the limit of one agent, and none of them is idle.`
        : `Drawbridge has ${open.length} terminals open, its limit is ${inAll}${own.length > 0 ? ', and none of yours is idle' : ''}.`;
    return terminalLimit(said, own.map(lineOf));
  }
}

function lineOf(terminal: Terminal): string {
  const { target, state } = terminal;
  const command = terminal.summary().runs.at(-1)?.command.split('\n')[0]?.slice(0, 60) ?? '';
  const doing = state.kind === 'opening' ? 'opening' : `${state.kind}${command === '' ? '' : `: ${command}`}`;
  return `${terminal.id} · ${target.asset.name} as ${target.account.username || target.account.name} · ${doing}`;
}
