import { KeptState, type Sealing } from './kept-state.ts';

/** Whether the bridge is raised, as the settings file has it. */
export interface StoredRaise {
  readonly raised: boolean;
  /** Ms since the epoch; null where it is lowered, or was raised before this was kept. */
  readonly since: number | null;
  /** Of the two above, under a key in the vault; '' where there was none. */
  readonly mac: string;
}

export interface KeptRaisePorts extends Sealing {
  readonly stored: () => StoredRaise;
  readonly store: (state: StoredRaise) => void;
  readonly now: () => number;
}

/** The raised bridge over restarts. A file that is not as Drawbridge left it leaves the bridge raised. */
export class KeptRaise {
  readonly #ports: KeptRaisePorts;
  readonly #kept: KeptState<Omit<StoredRaise, 'mac'>>;

  constructor(ports: KeptRaisePorts) {
    this.#ports = ports;
    this.#kept = new KeptState({
      ...ports,
      entry: 'bridge-mac',
      text: ({ raised, since }) => JSON.stringify(['bridge', raised, since]),
      stored() {
        const { mac, ...state } = ports.stored();
        return { state, mac };
      },
      store: ({ state, mac }) => ports.store({ ...state, mac }),
    });
  }

  /** Since when it is raised, null: lowered. */
  since(): number | null {
    const { raised, since } = this.#ports.stored();
    return raised ? (since ?? this.#ports.now()) : null;
  }

  /** False where the file is not as Drawbridge left it. Again when the vault opens. Never rejects. */
  holds(): Promise<boolean> {
    return this.#kept.holds();
  }

  /** Throws what the file throws; the seal follows. */
  save(since: number | null): void {
    this.#kept.save({ raised: since !== null, since });
  }

  /** Resolves when what was saved is sealed. */
  settled(): Promise<void> {
    return this.#kept.settled();
  }
}
