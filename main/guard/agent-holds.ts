import type { Clock } from '../errors/clock.ts';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import { Emitter } from '../errors/emitter.ts';
import type { Pause } from './kept-pauses.ts';

const HOUR_MS = 3_600_000;

/** Why nothing of an agent is typed now; times in ms since the epoch. */
export type AgentHold =
  | { readonly kind: 'by-person'; readonly since: number }
  | { readonly kind: 'runs-per-hour'; readonly since: number; readonly limit: number };

export interface AgentHoldsPorts {
  readonly clock: Clock;
  /** Equal for agents that share a hold and a limit: those of one client in one project, whatever their connection. */
  readonly keyOf: (agentId: string) => string;
  /** The person's pauses over restarts. */
  readonly kept?: { list(): readonly Pause[]; save(pauses: readonly Pause[]): void };
  /** Runs an hour; null: no limit. */
  readonly limitOf: (agentId: string) => number | null;
}

/**
 * Agents that are held: paused by the person, or by the circuit breaker that trips when one runs more commands within an
 * hour than it may. A held agent looks and reads; nothing of it is typed, and no terminal opens for it.
 */
export class AgentHolds {
  readonly #ports: AgentHoldsPorts;
  readonly #holds = new Map<string, AgentHold>();
  /** When the runs of the last hour began, oldest first. */
  readonly #runs = new Map<string, number[]>();
  readonly #events = new Emitter<{ 'did-change': { readonly key: string; readonly hold: AgentHold | null } }>();

  constructor(ports: AgentHoldsPorts) {
    this.#ports = ports;
    for (const { key, since } of ports.kept?.list() ?? []) this.#holds.set(key, { kind: 'by-person', since });
  }

  on(
    name: 'did-change',
    listener: (event: { readonly key: string; readonly hold: AgentHold | null }) => void,
  ): () => void {
    return this.#events.on(name, listener);
  }

  holdOf(agentId: string): AgentHold | null {
    const key = this.#ports.keyOf(agentId);
    const hold = this.#holds.get(key);
    if (hold === undefined) return null;
    if (hold.kind === 'by-person' || this.#ports.clock.now() - hold.since < HOUR_MS) return hold;
    this.#holds.delete(key);
    return null;
  }

  runsThisHour(agentId: string): number {
    return this.#recent(this.#ports.keyOf(agentId)).length;
  }

  pause(agentId: string): void {
    this.#set(this.#ports.keyOf(agentId), { kind: 'by-person', since: this.#ports.clock.now() });
  }

  /** The person lets it go on: its hour begins anew. */
  resume(agentId: string): void {
    const key = this.#ports.keyOf(agentId);
    this.#runs.delete(key);
    this.#set(key, null);
  }

  /** A command of it begins. The one that reaches the limit still runs. */
  countRun(agentId: string): void {
    const key = this.#ports.keyOf(agentId);
    const now = this.#ports.clock.now();
    const runs = this.#recent(key);
    runs.push(now);
    this.#runs.set(key, runs);
    const limit = this.#ports.limitOf(agentId);
    if (limit !== null && runs.length >= limit && this.holdOf(agentId) === null)
      this.#set(key, { kind: 'runs-per-hour', since: now, limit });
  }

  /** Throws `paused-by-person` or `agent-limit-reached`. */
  assertFree(agentId: string): void {
    const hold = this.holdOf(agentId);
    if (hold !== null) throw hold.kind === 'by-person' ? pausedByPerson() : limitReached(hold.limit);
  }

  dispose(): void {
    this.#events.dispose();
  }

  #recent(key: string): number[] {
    const since = this.#ports.clock.now() - HOUR_MS;
    const runs = this.#runs.get(key) ?? [];
    const first = runs.findIndex((at) => at > since);
    return first < 0 ? [] : first === 0 ? runs : runs.slice(first);
  }

  #keep(): void {
    const pauses = [...this.#holds].flatMap(([key, { kind, since }]) => (kind === 'by-person' ? [{ key, since }] : []));
    this.#ports.kept?.save(pauses);
  }

  #set(key: string, hold: AgentHold | null): void {
    const before = this.#holds.get(key);
    if (hold === null) this.#holds.delete(key);
    else this.#holds.set(key, hold);
    if (before?.kind === 'by-person' || hold?.kind === 'by-person') this.#keep();
    this.#events.emit('did-change', { key, hold });
  }
}

const pausedByPerson = () =>
  new DrawbridgeError({
    code: 'paused-by-person',
    message: 'The person has paused this agent: you may look and read, nothing is typed for you.',
    nextStep: 'Tell the person what you were about to do, and go on when they let you.',
    actor: 'person',
  });

const limitReached = (limit: number) =>
  new DrawbridgeError({
    code: 'agent-limit-reached',
    message: `You have run ${limit} commands within an hour, which is as many as the person lets you.`,
    nextStep: 'Stop and tell the person what you are doing; they can let you go on in Drawbridge.',
    actor: 'person',
  });
