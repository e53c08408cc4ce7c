import type { AgentColour, AgentView } from '../../preload/contract-agents.ts';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import type { AgentHolds } from '../guard/agent-holds.ts';
import type { AgentClaim, AgentProfiles } from './agent-profiles.ts';
import type { AgentSummary, ConnectedAgents } from './connected-agents.ts';

type LimitName = 'terminals' | 'runsPerHour';

/** What an agent's own limit may be. */
const ranges: Readonly<Record<LimitName, { readonly min: number; readonly max: number }>> = {
  terminals: { min: 1, max: 64 },
  runsPerHour: { min: 1, max: 100_000 },
};

export interface AgentDirectoryPorts {
  readonly agents: ConnectedAgents;
  readonly profiles: AgentProfiles;
  readonly holds: AgentHolds;
  /** The limits for everybody. */
  readonly limits: () => { readonly terminals: number; readonly runsPerHour: number | null };
  readonly storeRunsPerHour: (limit: number | null) => void;
  readonly onChange: () => void;
}

/** The agents as the person knows them: who they say they are, and what the person made of that. */
export class AgentDirectory {
  readonly #ports: AgentDirectoryPorts;

  constructor(ports: AgentDirectoryPorts) {
    this.#ports = ports;
  }

  list(): readonly AgentView[] {
    const { agents, profiles, holds, limits } = this.#ports;
    const common = limits();
    const colours = this.#colours();
    return agents.list().map((agent) => {
      const claim = claimOf(agent);
      const own = profiles.limits(claim);
      const { name: client, ...rest } = agent;
      return {
        ...rest,
        client,
        name: profiles.label(claim) || client,
        colour: colours.get(profiles.keyOf(claim)) ?? 'blue',
        runsThisHour: holds.runsThisHour(agent.id),
        hold: holds.holdOf(agent.id),
        limits: own,
        effective: {
          terminals: own.terminals ?? common.terminals,
          runsPerHour: own.runsPerHour ?? common.runsPerHour,
        },
      };
    });
  }

  /** What holds for agents without a limit of their own. */
  common(): { terminals: number; runsPerHour: number | null } {
    return this.#ports.limits();
  }

  /** Of one that is gone: a key of its own, under which nothing is held. */
  keyOf(agentId: string): string {
    const agent = this.#find(agentId);
    return agent ? this.#ports.profiles.keyOf(claimOf(agent)) : agentId;
  }

  limitOf(agentId: string, name: LimitName): number | null {
    const agent = this.#find(agentId);
    const own = agent ? this.#ports.profiles.limits(claimOf(agent))[name] : null;
    return own ?? this.#ports.limits()[name];
  }

  rename(agentId: string, name: string): void {
    const label = name
      .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ')
      .trim()
      .slice(0, 40);
    this.#change(agentId, { label });
  }

  paint(agentId: string, colour: AgentColour): void {
    this.#change(agentId, { colour });
  }

  /** As typed; '' is the limit for everybody. Throws `bad-argument`, and changes nothing then. */
  limit(agentId: string, name: LimitName, typed: string): void {
    this.#change(agentId, { [name]: asLimit(name, typed, 'nothing for the limit of all agents') });
  }

  /** Commands an hour of all agents, as typed; '' is no limit. Throws `bad-argument`. */
  limitAll(typed: string): void {
    this.#ports.storeRunsPerHour(asLimit('runsPerHour', typed, 'nothing for no limit'));
    this.#ports.onChange();
  }

  /** By the key of client and project: agents that are connected together look different, as long as there are colours. */
  #colours(): ReadonlyMap<string, AgentColour> {
    const { agents, profiles } = this.#ports;
    const colours = new Map<string, AgentColour>();
    for (const agent of agents.list()) {
      const claim = claimOf(agent);
      const key = profiles.keyOf(claim);
      if (!colours.has(key)) colours.set(key, profiles.colour(claim, new Set(colours.values())));
    }
    return colours;
  }

  #change(agentId: string, change: Parameters<AgentProfiles['change']>[1]): void {
    const agent = this.#find(agentId);
    if (!agent) throw gone();
    this.#ports.profiles.change(claimOf(agent), change);
    this.#ports.onChange();
  }

  #find(agentId: string): AgentSummary | undefined {
    return this.#ports.agents.list().find(({ id }) => id === agentId);
  }
}

const claimOf = ({ name, projectFolder }: AgentSummary): AgentClaim => ({ client: name, project: projectFolder });

const gone = () =>
  new DrawbridgeError({
    code: 'bad-argument',
    message: 'This agent is not connected any more.',
    nextStep: 'Nothing was changed; try again when it is back.',
    actor: 'person',
  });

/** Null for nothing typed. */
function asLimit(name: LimitName, typed: string, orNothing: string): number | null {
  const { min, max } = ranges[name];
  const text = typed.trim();
  if (text === '') return null;
  const value = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw new DrawbridgeError({
    code: 'bad-argument',
    message: `"${text.slice(0, 40)}" is not used.`,
    nextStep: `Give a whole number from ${min} to ${max}, or ${orNothing}.`,
    actor: 'person',
  });
}
