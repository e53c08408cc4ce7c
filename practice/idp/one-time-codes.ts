import { randomBytes } from 'node:crypto';

const LIFE_MS = 60_000;

/** Codes, tickets and tokens: each stands for something, is taken once, and lives a minute. */
export class OneTimeCodes<Meaning> {
  readonly #byCode = new Map<string, { meaning: Meaning; expiresAt: number }>();
  readonly #prefix: string;

  constructor(prefix = '') {
    this.#prefix = prefix;
  }

  issue(meaning: Meaning): string {
    const now = Date.now();
    for (const [code, { expiresAt }] of this.#byCode) if (expiresAt <= now) this.#byCode.delete(code);
    const code = this.#prefix + randomBytes(24).toString('base64url');
    this.#byCode.set(code, { meaning, expiresAt: now + LIFE_MS });
    return code;
  }

  take(code: string): Meaning | undefined {
    const found = this.#byCode.get(code);
    this.#byCode.delete(code);
    return found !== undefined && found.expiresAt > Date.now() ? found.meaning : undefined;
  }
}
