import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { VaultChoice } from './decide-backend.ts';

/** What a seal needs of the vault. */
export interface SealStore {
  readonly choice: VaultChoice;
  get(name: string): Promise<string | undefined>;
  put(name: string, text: string): Promise<void>;
}

const ENTRY = 'seal-key';

/**
 * Marks what the person decided, so that a file changed outside the app is noticed (design §6): HMAC-SHA256 under a key in
 * the vault. Without a keychain the key lives as long as the app, and is never put: it would replace the lasting one when
 * the keychain opens.
 *
 * @example
 * const mac = await seal.of(JSON.stringify(['policy', rule]));
 */
export class Seal {
  readonly #vault: SealStore;
  #key: { readonly under: VaultChoice['state']; readonly secret: Promise<Buffer> } | undefined;

  constructor(vault: SealStore) {
    this.#vault = vault;
  }

  /** base64url. `text` begins with what it is about, so that no mark serves for another matter. Throws `vault-unavailable`; so does `holds`. */
  async of(text: string): Promise<string> {
    return createHmac('sha256', await this.#secret())
      .update(text)
      .digest('base64url');
  }

  async holds(text: string, mac: string): Promise<boolean> {
    const expected = Buffer.from(await this.of(text));
    const given = Buffer.from(mac);
    return given.length === expected.length && timingSafeEqual(given, expected);
  }

  #secret(): Promise<Buffer> {
    const under = this.#vault.choice.state;
    if (this.#key?.under === under) return this.#key.secret;
    const secret = under === 'memory-only' ? Promise.resolve(randomBytes(32)) : this.#load();
    const key = { under, secret };
    this.#key = key;
    return secret.catch((error: unknown) => {
      if (this.#key === key) this.#key = undefined;
      throw error;
    });
  }

  async #load(): Promise<Buffer> {
    const kept = await this.#vault.get(ENTRY);
    if (kept !== undefined) return Buffer.from(kept, 'base64url');
    const key = randomBytes(32);
    await this.#vault.put(ENTRY, key.toString('base64url'));
    return key;
  }
}
