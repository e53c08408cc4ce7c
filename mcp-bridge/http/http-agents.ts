import type { HttpAgent } from './http-agent.ts';

interface Entry {
  readonly agent: HttpAgent;
  exchanges: number;
  idle: NodeJS.Timeout | undefined;
}

export interface HttpAgentsLimits {
  readonly most: number;
  /** How long one stays of whom no exchange and no stream is open. */
  readonly idleMs: number;
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
    return this.#entries.size >= this.#limits.most;
  }

  add(key: string, agent: HttpAgent): void {
    this.#entries.set(key, { agent, exchanges: 0, idle: undefined });
  }

  remove(key: string): void {
    clearTimeout(this.#entries.get(key)?.idle);
    this.#entries.delete(key);
  }

  /** An exchange of this agent begins; what is returned says, once, that it is over. */
  enter(key: string): () => void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return () => {};
    clearTimeout(entry.idle);
    entry.exchanges += 1;
    return () => {
      entry.exchanges -= 1;
      if (entry.exchanges > 0 || this.#entries.get(key) !== entry) return;
      entry.idle = setTimeout(() => void entry.agent.close(), this.#limits.idleMs);
    };
  }

  async dispose(): Promise<void> {
    await Promise.all([...this.#entries.values()].map(({ agent }) => agent.close()));
  }
}
