import { randomBytes } from 'node:crypto';
import type { PracticeUser } from '../../users.ts';

const LIFE_MS = 3600_000;

/** Tokens in links to the page that sets a new password. One use. */
export class ResetTokens {
  readonly #byToken = new Map<string, { userId: string; expiresAt: number }>();

  create(user: PracticeUser): string {
    const token = randomBytes(24).toString('base64url');
    this.#byToken.set(token, { userId: user.id, expiresAt: Date.now() + LIFE_MS });
    return token;
  }

  userId(token: string): string | undefined {
    const found = this.#byToken.get(token);
    return found !== undefined && found.expiresAt > Date.now() ? found.userId : undefined;
  }

  use(token: string): void {
    this.#byToken.delete(token);
  }
}
