import { createHash } from 'node:crypto';
import type { AgentColour, AgentLimits } from '../../preload/contract-agents.ts';
import type { AgentProfile } from '../settings/agent-settings.ts';
import type { Settings } from '../settings/settings.ts';
import type { SettingsStore } from '../settings/settings-store.ts';

/** What an agent says of itself and is known by from one connection to the next: both are claims. */
export interface AgentClaim {
  readonly client: string;
  readonly project: string;
}

const colours: readonly AgentColour[] = ['blue', 'pink', 'olive', 'copper', 'cyan', 'slate'];

/** Profiles that are kept; beyond any real number of projects of one person. */
const MAX_PROFILES = 200;

/**
 * Name, colour and limits that the person gave to agents, by client and project folder. A client that says it is another
 * gets that one's profile, which is why a limit can only be changed by the person, and why the default holds for strangers.
 */
export class AgentProfiles {
  readonly #settings: SettingsStore;

  constructor(settings: SettingsStore) {
    this.#settings = settings;
  }

  /** Equal for all connections of one client in one project. */
  keyOf({ client, project }: AgentClaim): string {
    return JSON.stringify([client, project]);
  }

  label(claim: AgentClaim): string {
    return this.#of(claim)?.label ?? '';
  }

  /** The person's, or the agent's own of every start; where that is taken, the next free one. */
  colour(claim: AgentClaim, taken: ReadonlySet<AgentColour>): AgentColour {
    const chosen = this.#of(claim)?.colour;
    if (chosen) return chosen;
    const [first = 0] = createHash('sha256').update(this.keyOf(claim)).digest();
    const inTurn = colours.map((_, index) => colours[(first + index) % colours.length] ?? 'blue');
    return inTurn.find((colour) => !taken.has(colour)) ?? inTurn[0] ?? 'blue';
  }

  /** What the person set for this one; null where the limit for everybody holds. */
  limits(claim: AgentClaim): AgentLimits {
    const profile = this.#of(claim);
    return { terminals: profile?.terminals ?? null, runsPerHour: profile?.runsPerHour ?? null };
  }

  change(claim: AgentClaim, change: Partial<Omit<AgentProfile, 'client' | 'project'>>): void {
    const before = this.#of(claim) ?? { ...claim, label: '', colour: null, terminals: null, runsPerHour: null };
    const others = this.#stored().filter((each) => each !== this.#of(claim));
    this.#settings.update({ agents: [...others, { ...before, ...change }].slice(-MAX_PROFILES) });
  }

  #of({ client, project }: AgentClaim): AgentProfile | undefined {
    return this.#stored().find((each) => each.client === client && each.project === project);
  }

  #stored(): Settings['agents'] {
    return this.#settings.get().agents;
  }
}
