import type { KeyObject } from 'node:crypto';
import { randomBytes } from 'node:crypto';

/** The first factor was accepted; the guard has not yet logged the person in (protocol 1.4). */
export interface PreAuth {
  userId: string;
  at: number;
  mfaDone: boolean;
  autoLogin: boolean;
}

/** One server-side session (protocol 9.1). It exists in the store from the moment it holds something. */
export interface WebSession {
  id: string;
  userId: string | undefined;
  readonly createdAt: number;
  lastSavedAt: number;
  /** `auto_login` was posted: the cookie is persistent and page counting leaves the session alone. */
  explicitExpiry: boolean;
  pageCount: number;
  /** The CSRF secret given out at login. Secrets from before are no longer valid. */
  csrfSecret: string | undefined;
  publicKeyCookie: string | undefined;
  privateKey: KeyObject | undefined;
  testMarker: boolean;
  next: string | undefined;
  preAuth: PreAuth | undefined;
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** Django's session key: 32 lower-case letters and digits. */
export function newSessionId(): string {
  return Array.from(randomBytes(32), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
}

export function newWebSession(): WebSession {
  const now = Date.now();
  return {
    id: newSessionId(),
    userId: undefined,
    createdAt: now,
    lastSavedAt: now,
    explicitExpiry: false,
    pageCount: 0,
    csrfSecret: undefined,
    publicKeyCookie: undefined,
    privateKey: undefined,
    testMarker: false,
    next: undefined,
    preAuth: undefined,
  };
}
