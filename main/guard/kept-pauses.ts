import { KeptState, type Sealing } from './kept-state.ts';
import type { KillSwitch } from './kill-switch.ts';

/** Agents of one client and project that the person paused; since in ms since the epoch. */
export interface Pause {
  readonly key: string;
  readonly since: number;
}

export interface StoredPauses {
  readonly pauses: readonly Pause[];
  /** Of the list, under a key in the vault; '' where there was none. */
  readonly mac: string;
}

export interface KeptPausesPorts extends Sealing {
  readonly stored: () => StoredPauses;
  readonly store: (stored: StoredPauses) => void;
}

/** As many as there are profiles (agent-profiles.ts). */
const MAX_PAUSES = 200;

/** The person's pauses of agents over restarts. */
export class KeptPauses {
  readonly #ports: KeptPausesPorts;
  readonly #kept: KeptState<readonly Pause[]>;

  constructor(ports: KeptPausesPorts) {
    this.#ports = ports;
    this.#kept = new KeptState({
      ...ports,
      entry: 'pauses-mac',
      text: (pauses) => JSON.stringify(['pauses', ...pauses.map(({ key, since }) => [key, since])]),
      stored() {
        const { pauses, mac } = ports.stored();
        return { state: pauses, mac };
      },
      store: ({ state, mac }) => ports.store({ pauses: state, mac }),
    });
  }

  list(): readonly Pause[] {
    return this.#ports.stored().pauses;
  }

  /** False where the list is not as Drawbridge left it: somebody may have taken an agent out of it. Never rejects. */
  holds(): Promise<boolean> {
    return this.#kept.holds();
  }

  /** Never throws: a pause that cannot be kept holds for this run of the app all the same. */
  save(pauses: readonly Pause[]): void {
    try {
      this.#kept.save(pauses.slice(-MAX_PAUSES));
    } catch (error) {
      this.#ports.log.error('the pauses of agents could not be kept', { error: String(error) });
    }
  }

  /** Resolves when what was saved is sealed. */
  settled(): Promise<void> {
    return this.#kept.settled();
  }
}

/** What may have been taken out of the file nobody knows: only the person goes on from there. */
export async function raiseUnlessKept(
  killSwitch: Pick<KillSwitch, 'raise'>,
  raise: { holds(): Promise<boolean> },
  pauses: KeptPauses,
): Promise<void> {
  const kept = { raise: await raise.holds(), pauses: await pauses.holds() };
  if (!kept.raise || !kept.pauses) await killSwitch.raise('changed-outside');
  // Told once: the raised bridge itself is kept.
  if (!kept.pauses) pauses.save(pauses.list());
}
