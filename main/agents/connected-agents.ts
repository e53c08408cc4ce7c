import { createHash, timingSafeEqual } from 'node:crypto';
import type { AgentEnvironment, Hello } from '../../mcp-bridge/wire.ts';
import type { Clock } from '../errors/clock.ts';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import { Emitter } from '../errors/emitter.ts';
import type { Log } from '../log/log.ts';
import type { AgentIdentity } from '../mcp/agent-identity.ts';
import type { TerminalOwner } from '../terminals/terminal-model.ts';
import type { TerminalService } from '../terminals/terminal-service.ts';

/** The process that started an agent's bridge. */
export type AgentHost = { readonly pid: number; readonly executable: string };

/** One agent as it says it is, and what it did; what the person made of it is in agent-directory.ts. */
export interface AgentSummary {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly pid: number;
  readonly executable: string;
  readonly verified: boolean;
  readonly host: AgentHost | null;
  readonly projectFolder: string;
  readonly connectedAt: number;
  readonly awaySince: number | null;
  readonly calls: number;
  readonly lastCallAt: number | null;
  readonly runs: number;
}

export interface ConnectedAgentsEvents {
  'did-change': readonly AgentSummary[];
}

/** How long an agent's terminals wait for its bridge to come back (design §3.1). */
export const AWAY_MS = 60_000;

export interface ConnectedAgentsPorts {
  readonly terminals: Pick<TerminalService, 'closeAllOf' | 'list' | 'on'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** The agents of this app: who is here, who went away a moment ago, and whose terminals are due. */
export class ConnectedAgents {
  readonly #ports: ConnectedAgentsPorts;
  readonly #agents = new Map<string, Agent>();
  /** Ids that the person sent away, for as long as the app runs. */
  readonly #banished = new Set<string>();
  readonly #events = new Emitter<ConnectedAgentsEvents>();
  readonly #off: () => void;

  constructor(ports: ConnectedAgentsPorts) {
    this.#ports = ports;
    this.#off = ports.terminals.on('run-started', ({ terminal: { owner }, run }) => {
      if (owner.kind === 'agent' && run.by !== 'person') this.#agents.get(owner.agentId)?.countRun();
    });
  }

  on<Name extends keyof ConnectedAgentsEvents>(
    name: Name,
    listener: (event: ConnectedAgentsEvents[Name]) => void,
  ): () => void {
    return this.#events.on(name, listener);
  }

  /** What the environment of one that is here asks for; nothing of others. */
  environmentOf(agentId: string): AgentEnvironment {
    return this.#agents.get(agentId)?.environment ?? {};
  }

  list(): readonly AgentSummary[] {
    return [...this.#agents.values()].map((agent) => agent.summary());
  }

  /** The person ends an agent: its connection, its terminals. The same bridge process may not come back. */
  disconnect(agentId: string): void {
    const agent = this.#agents.get(agentId);
    if (agent === undefined) return;
    this.#banished.add(agentId);
    const { hangUp } = agent;
    this.#forget(agent, 'the person disconnected this agent');
    hangUp?.();
  }

  /**
   * A bridge proved the token: its agent, new or resumed. An older connection of the same agent is hung up.
   * Throws `protocol-error` where the resume key does not fit, `permission-denied` after `disconnect`.
   */
  arrive(
    hello: Hello,
    { verified, host }: { readonly verified: boolean; readonly host: AgentHost | null },
    hangUp: () => void,
  ): { readonly agent: Agent; readonly resumed: boolean } {
    if (this.#banished.has(hello.agentId)) throw banished();
    const known = this.#agents.get(hello.agentId);
    if (known === undefined) {
      const agent = new Agent(hello, { verified, host }, this.#ports.clock, () => this.#changed());
      agent.hangUp = hangUp;
      this.#agents.set(agent.id, agent);
      this.#changed();
      return { agent, resumed: false };
    }
    if (!known.provesToBe(hello.resumeKey)) throw wrongResumeKey();
    const older = known.hangUp;
    known.return(hangUp);
    older?.();
    this.#changed();
    return { agent: known, resumed: true };
  }

  /** The connection that `arrive` was told of has ended. `forGood` where nothing will come back for the terminals. */
  leave(agent: Agent, hangUp: () => void, forGood: boolean): void {
    if (agent.hangUp !== hangUp) return;
    if (this.#agents.get(agent.id) !== agent) {
      agent.hangUp = undefined;
      return;
    }
    agent.hangUp = undefined;
    agent.awaySince = this.#ports.clock.now();
    // Without a terminal there is nothing to come back for.
    if (forGood || this.#ports.terminals.list(agent.owner()).length === 0) this.#forget(agent, 'its agent ended');
    else {
      agent.cancelFarewell = this.#ports.clock.after(AWAY_MS, () =>
        this.#forget(agent, 'its agent went away and did not come back within 60 s'),
      );
    }
    this.#changed();
  }

  dispose(): void {
    this.#off();
    for (const agent of this.#agents.values()) {
      agent.cancelFarewell?.();
      agent.hangUp?.();
    }
    this.#agents.clear();
    this.#events.dispose();
  }

  #forget(agent: Agent, reason: string): void {
    agent.cancelFarewell?.();
    this.#agents.delete(agent.id);
    this.#endTerminals(agent, reason);
    this.#changed();
  }

  #endTerminals(agent: Agent, reason: string): void {
    this.#ports.terminals.closeAllOf(agent.id, reason).catch((error: unknown) => {
      this.#ports.log.error("an agent's terminals could not be closed", { agent: agent.id, error: String(error) });
    });
  }

  #changed(): void {
    this.#events.emit('did-change', this.list());
  }
}

/** One agent over all its connections. */
export class Agent implements AgentIdentity {
  readonly id: string;
  hangUp: (() => void) | undefined;
  cancelFarewell: (() => void) | undefined;
  awaySince: number | null = null;
  readonly #hello: Hello;
  readonly #process: { readonly verified: boolean; readonly host: AgentHost | null };
  readonly #clock: Clock;
  readonly #connectedAt: number;
  readonly #changed: () => void;
  readonly #resumeKey: Buffer;
  #client: { readonly name: string; readonly version: string } | undefined;
  #calls = 0;
  #lastCallAt: number | null = null;
  #runs = 0;

  constructor(
    hello: Hello,
    process: { readonly verified: boolean; readonly host: AgentHost | null },
    clock: Clock,
    changed: () => void,
  ) {
    this.id = hello.agentId;
    this.#hello = hello;
    this.#process = process;
    this.#clock = clock;
    this.#connectedAt = clock.now();
    this.#changed = changed;
    this.#resumeKey = digest(hello.resumeKey);
  }

  get name(): string {
    return this.#client?.name ?? (this.#hello.mode === 'cli' ? 'cli' : 'agent');
  }

  get environment(): AgentEnvironment {
    return this.#hello.environment ?? {};
  }

  get toolSet(): 'core' | 'full' {
    return this.#hello.tools ?? 'full';
  }

  get connected(): boolean {
    return this.hangUp !== undefined;
  }

  owner(): TerminalOwner {
    return { kind: 'agent', agentId: this.id, name: this.name };
  }

  introduce(client: { readonly name: string; readonly version: string }): void {
    if (this.#client?.name === client.name && this.#client.version === client.version) return;
    // Names are an agent's own claim and stand in lists: short, and one line.
    this.#client = { name: oneLine(client.name, 60) || 'agent', version: oneLine(client.version, 30) };
    this.#changed();
  }

  countCall(): void {
    this.#calls += 1;
    this.#lastCallAt = this.#clock.now();
    this.#changed();
  }

  countRun(): void {
    this.#runs += 1;
    this.#changed();
  }

  provesToBe(resumeKey: string): boolean {
    return timingSafeEqual(digest(resumeKey), this.#resumeKey);
  }

  return(hangUp: () => void): void {
    this.cancelFarewell?.();
    this.cancelFarewell = undefined;
    this.awaySince = null;
    this.hangUp = hangUp;
  }

  summary(): AgentSummary {
    const { pid, executable, cwd } = this.#hello;
    return {
      id: this.id,
      name: this.name,
      version: this.#client?.version ?? this.#hello.bridgeVersion,
      pid,
      executable,
      ...this.#process,
      projectFolder: cwd,
      connectedAt: this.#connectedAt,
      awaySince: this.awaySince,
      calls: this.#calls,
      lastCallAt: this.#lastCallAt,
      runs: this.#runs,
    };
  }
}

/** Of equal length whatever the peer sent, as timingSafeEqual wants it. */
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

const oneLine = (text: string, length: number): string =>
  text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ')
    .trim()
    .slice(0, length);

const wrongResumeKey = () =>
  new DrawbridgeError({
    code: 'protocol-error',
    message: 'Another bridge already uses this agent id.',
    nextStep: 'Restart the MCP server of this agent.',
    actor: 'agent',
  });

const banished = () =>
  new DrawbridgeError({
    code: 'permission-denied',
    message: 'The person disconnected this agent.',
    nextStep: 'Ask the person; to connect again, restart the MCP server of this agent.',
    actor: 'person',
  });
