import type { Log } from '../log/log.ts';

/** What the person decided, as the settings file has it. */
export interface Stored<State> {
  readonly state: State;
  /** Of the state, under a key in the vault; '' where there was none. */
  readonly mac: string;
}

/** Where states are sealed. */
export interface Sealing {
  readonly seal: { of(text: string): Promise<string>; holds(text: string, mac: string): Promise<boolean> };
  readonly vault: { get(name: string): Promise<string | undefined>; put(name: string, text: string): Promise<void> };
  /** False without a keychain: nothing vouches for what is kept then. */
  readonly keeps: () => boolean;
  readonly log: Log;
}

export interface KeptStatePorts<State> extends Sealing {
  readonly stored: () => Stored<State>;
  readonly store: (stored: Stored<State>) => void;
  /** The vault's entry with the newest seal: an older file, put back, does not hold either. */
  readonly entry: string;
  /** What is sealed; it begins with what it is about, and equal states have equal texts. */
  readonly text: (state: State) => string;
}

/**
 * Something that the person decided, over restarts (design §6): sealed under a key in the vault, so that a file that was
 * changed outside the app, put back or emptied is noticed.
 */
export class KeptState<State> {
  readonly #ports: KeptStatePorts<State>;
  #saving: Promise<void> = Promise.resolve();
  #decidedInThisRun = false;

  constructor(ports: KeptStatePorts<State>) {
    this.#ports = ports;
  }

  /** False where the file is not as Drawbridge left it. Again when the vault opens. Never rejects. */
  async holds(): Promise<boolean> {
    const { stored, seal, vault, keeps, log, entry, text } = this.#ports;
    if (!keeps()) return true;
    if (this.#decidedInThisRun) {
      this.#sealNow();
      return true;
    }
    try {
      const { state, mac } = stored();
      const newest = await vault.get(entry);
      if (newest === undefined && mac === '') {
        // The first start with this vault.
        this.#sealNow();
        return true;
      }
      return mac === newest && (await seal.holds(text(state), mac));
    } catch (error) {
      log.error('a seal could not be looked at', { entry, error: String(error) });
      return false;
    }
  }

  /** Throws what the file throws; the seal follows. */
  save(state: State): void {
    this.#decidedInThisRun = true;
    this.#ports.store({ state, mac: '' });
    this.#sealNow();
  }

  /** Resolves when what was saved is sealed. */
  settled(): Promise<void> {
    return this.#saving;
  }

  #sealNow(): void {
    const { log, entry } = this.#ports;
    this.#saving = this.#saving
      .then(() => this.#seal())
      .catch((error: unknown) => log.error('a state could not be sealed', { entry, error: String(error) }));
  }

  async #seal(): Promise<void> {
    const { stored, store, seal, vault, keeps, entry, text } = this.#ports;
    if (!keeps()) return;
    const sealed = text(stored().state);
    const mac = await seal.of(sealed);
    // Decided anew meanwhile: that has its own turn.
    const { state } = stored();
    if (text(state) !== sealed) return;
    await vault.put(entry, mac);
    // The seal of a state that is no more would not hold: its own turn follows.
    store({ state: stored().state, mac });
  }
}
