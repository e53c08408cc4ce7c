import { randomBytes } from 'node:crypto';
import type { SignInMethod } from './sso-method.ts';

/** A sign-in that is away at the provider. */
export interface PendingSso {
  readonly method: SignInMethod;
  readonly state: string;
  readonly nonce: string;
  /** Kept here, because a form posted from another site comes without the session cookie (SameSite=Lax). */
  readonly next: string | undefined;
  readonly startedAt: number;
}

const LIFE_MS = 600_000;

export class SsoStates {
  readonly #pending = new Map<string, PendingSso>();

  begin(method: SignInMethod, next: string | undefined): PendingSso {
    const now = Date.now();
    for (const [state, { startedAt }] of this.#pending) if (startedAt + LIFE_MS <= now) this.#pending.delete(state);
    const random = () => randomBytes(16).toString('hex');
    const pending = { method, state: random(), nonce: random(), next, startedAt: now };
    this.#pending.set(pending.state, pending);
    return pending;
  }

  /** Each state comes back once. */
  take(state: string, method: SignInMethod): PendingSso | undefined {
    const pending = this.#pending.get(state);
    this.#pending.delete(state);
    return pending?.method === method && pending.startedAt + LIFE_MS > Date.now() ? pending : undefined;
  }
}
