import { randomBytes } from 'node:crypto';

/** Codes, tickets and tokens: each stands for something and is taken once. They live a minute unless told. */
export class OneTimeCodes<Meaning> {
  readonly #byCode = new Map<string, { meaning: Meaning; expiresAt: number }>();
  readonly #prefix: string;
  readonly #lifeMs: number;

  constructor({ prefix = '', seconds = 60 }: { prefix?: string; seconds?: number } = {}) {
    this.#prefix = prefix;
    this.#lifeMs = seconds * 1000;
  }

  issue(meaning: Meaning): string {
    const now = Date.now();
    for (const [code, { expiresAt }] of this.#byCode) if (expiresAt <= now) this.#byCode.delete(code);
    const code = this.#prefix + randomBytes(24).toString('base64url');
    this.#byCode.set(code, { meaning, expiresAt: now + this.#lifeMs });
    return code;
  }

  take(code: string): Meaning | undefined {
    const found = this.#byCode.get(code);
    this.#byCode.delete(code);
    return found !== undefined && found.expiresAt > Date.now() ? found.meaning : undefined;
  }
}
