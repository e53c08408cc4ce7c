import type { HttpAgent } from './http-agent.ts';

interface Entry {
  readonly agent: HttpAgent;
  exchanges: number;
  /** Its client listened, stopped, and asked nothing since. */
  left: boolean;
  idle: NodeJS.Timeout | undefined;
}

export interface HttpAgentsLimits {
  /** Agents at one time. */
  readonly agents: number;
  /** How long one stays whose client asks nothing and listens to nothing. */
  readonly idleMs: number;
  /** The same, where it listened before: most clients end without a word, and their streams with them. */
  readonly leftMs: number;
}

/** The agents behind one HTTP server: so many at most, and none for whom nobody asks any more. */
export class HttpAgents {
  readonly #limits: HttpAgentsLimits;
  readonly #entries = new Map<string, Entry>();

  constructor(limits: HttpAgentsLimits) {
    this.#limits = limits;
  }

  find(key: string): HttpAgent | undefined {
    return this.#entries.get(key)?.agent;
  }

  get full(): boolean {
    return this.#entries.size >= this.#limits.agents;
  }

  add(key: string, agent: HttpAgent): void {
    this.#entries.set(key, { agent, exchanges: 0, left: false, idle: undefined });
  }

  remove(key: string): void {
    clearTimeout(this.#entries.get(key)?.idle);
    this.#entries.delete(key);
  }

  /** An exchange of this agent begins; what is returned says, once, that it is over. */
  enter(key: string, what: 'asks' | 'listens'): () => void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return () => {};
    clearTimeout(entry.idle);
    entry.exchanges += 1;
    entry.left = false;
    return () => {
      entry.exchanges -= 1;
      if (what === 'listens') entry.left = true;
      if (entry.exchanges > 0 || this.#entries.get(key) !== entry) return;
      const { idleMs, leftMs } = this.#limits;
      entry.idle = setTimeout(() => void entry.agent.close(), entry.left ? leftMs : idleMs);
    };
  }

  async dispose(): Promise<void> {
    await Promise.all([...this.#entries.values()].map(({ agent }) => agent.close()));
  }
}
