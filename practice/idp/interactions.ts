import { randomBytes } from 'node:crypto';
import type { Reply } from '../http/reply.ts';
import type { PracticeUser } from '../users.ts';

/** One sign-in at the provider, from the request of a service to the answer it gets. */
export interface Interaction {
  readonly id: string;
  /** Host of the service, for the consent page. */
  readonly service: string;
  readonly finish: (user: PracticeUser) => Reply;
  readonly refuse: () => Reply;
  user: PracticeUser | undefined;
  consented: boolean;
  hopsLeft: number;
}

/** More than this and the oldest are forgotten. */
const MAX_OPEN = 500;

/** Sign-ins under way, and who the provider knows from before. */
export class Interactions {
  readonly #open = new Map<string, Interaction>();
  readonly #known = new Map<string, PracticeUser>();

  begin(parts: Pick<Interaction, 'service' | 'finish' | 'refuse' | 'hopsLeft'>): Interaction {
    const id = randomBytes(12).toString('hex');
    const interaction: Interaction = { ...parts, id, user: undefined, consented: false };
    this.#open.set(id, interaction);
    for (const oldest of this.#open.keys()) {
      if (this.#open.size <= MAX_OPEN) break;
      this.#open.delete(oldest);
    }
    return interaction;
  }

  find(id: string | undefined): Interaction | undefined {
    return id === undefined ? undefined : this.#open.get(id);
  }

  end(interaction: Interaction): void {
    this.#open.delete(interaction.id);
  }

  /** The value of the provider's own cookie. */
  remember(user: PracticeUser): string {
    const key = randomBytes(16).toString('hex');
    this.#known.set(key, user);
    return key;
  }

  known(key: string | undefined): PracticeUser | undefined {
    return key === undefined ? undefined : this.#known.get(key);
  }

  forget(key: string | undefined): void {
    if (key !== undefined) this.#known.delete(key);
  }
}
