import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** What a seal needs of the vault. */
export interface SealStore {
  get(name: string): Promise<string | undefined>;
  put(name: string, text: string): Promise<void>;
}

const ENTRY = 'seal-key';

/** Marks what the person decided, so that a file changed outside the app is noticed (design §6): HMAC-SHA256 under a key in the vault. */
export class Seal {
  readonly #vault: SealStore;
  #key: Promise<Buffer> | undefined;

  constructor(vault: SealStore) {
    this.#vault = vault;
  }

  /** base64url. Throws `vault-unavailable`; so does `holds`. */
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

  /** The vault was opened anew: its key may be another one. */
  reset(): void {
    this.#key = undefined;
  }

  #secret(): Promise<Buffer> {
    this.#key ??= this.#load().catch((error: unknown) => {
      this.#key = undefined;
      throw error;
    });
    return this.#key;
  }

  async #load(): Promise<Buffer> {
    const kept = await this.#vault.get(ENTRY);
    if (kept !== undefined) return Buffer.from(kept, 'base64url');
    const key = randomBytes(32);
    await this.#vault.put(ENTRY, key.toString('base64url'));
    return key;
  }
}
