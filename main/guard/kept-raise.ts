import type { Log } from '../log/log.ts';

/** Whether the bridge is raised, as the settings file has it. */
export interface StoredRaise {
  readonly raised: boolean;
  /** Ms since the epoch; null where it is lowered, or was raised before this was kept. */
  readonly since: number | null;
  /** Of the two above, under a key in the vault; '' where there was none. */
  readonly mac: string;
}

export interface KeptRaisePorts {
  readonly stored: () => StoredRaise;
  readonly store: (state: StoredRaise) => void;
  readonly seal: { of(text: string): Promise<string>; holds(text: string, mac: string): Promise<boolean> };
  readonly vault: { get(name: string): Promise<string | undefined>; put(name: string, text: string): Promise<void> };
  /** False without a keychain: nothing vouches for what is kept then. */
  readonly keeps: () => boolean;
  readonly now: () => number;
  readonly log: Log;
}

/** The vault knows the newest seal: an older file, put back, does not hold either. */
const ENTRY = 'bridge-mac';

/**
 * The raised bridge over restarts (design §6). What the file says is sealed under a key in the vault; a file that was changed
 * outside the app, put back or emptied leaves the bridge raised.
 */
export class KeptRaise {
  readonly #ports: KeptRaisePorts;
  #saving: Promise<void> = Promise.resolve();
  #decidedInThisRun = false;

  constructor(ports: KeptRaisePorts) {
    this.#ports = ports;
  }

  /** Since when it is raised, null: lowered. */
  since(): number | null {
    const { raised, since } = this.#ports.stored();
    return raised ? (since ?? this.#ports.now()) : null;
  }

  /** False where the file is not as Drawbridge left it. Again when the vault opens. Never rejects. */
  async holds(): Promise<boolean> {
    const { stored, seal, vault, keeps, log } = this.#ports;
    if (!keeps()) return true;
    if (this.#decidedInThisRun) {
      this.#sealNow();
      return true;
    }
    try {
      const state = stored();
      const newest = await vault.get(ENTRY);
      if (newest === undefined && state.mac === '') {
        // The first start with this vault.
        this.#sealNow();
        return true;
      }
      return state.mac === newest && (await seal.holds(sealedText(state), state.mac));
    } catch (error) {
      log.error('the seal of the bridge could not be looked at', { error: String(error) });
      return false;
    }
  }

  /** Throws what the file throws; the seal follows. */
  save(since: number | null): void {
    this.#decidedInThisRun = true;
    this.#ports.store({ raised: since !== null, since, mac: '' });
    this.#sealNow();
  }

  /** Resolves when what was saved is sealed. */
  settled(): Promise<void> {
    return this.#saving;
  }

  #sealNow(): void {
    this.#saving = this.#saving
      .then(() => this.#seal())
      .catch((error: unknown) => {
        this.#ports.log.error('the state of the bridge could not be sealed', { error: String(error) });
      });
  }

  async #seal(): Promise<void> {
    const { stored, store, seal, vault, keeps } = this.#ports;
    if (!keeps()) return;
    const state = stored();
    const mac = await seal.of(sealedText(state));
    // Decided anew meanwhile: that has its own turn.
    const now = stored();
    if (now.raised !== state.raised || now.since !== state.since) return;
    await vault.put(ENTRY, mac);
    store({ ...now, mac });
  }
}

const sealedText = ({ raised, since }: StoredRaise): string => JSON.stringify(['bridge', raised, since]);
