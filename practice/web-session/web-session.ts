import type { KeyObject } from 'node:crypto';
import { randomBytes } from 'node:crypto';
import type { Confirmed } from '../access-keys/confirmation.ts';
import type { SignInMethod } from '../login/sso/sso-method.ts';
import { type PracticeUser, passwordHash } from '../users.ts';

/** The first factor was accepted; the guard has not yet logged the person in (protocol 1.4). */
export interface PreAuth {
  userId: string;
  at: number;
  mfaDone: boolean;
  autoLogin: boolean;
  /** The person chose an OTP that is not bound yet: after another factor the guard leads there. */
  bindOtp?: boolean;
  /** The ticket that asks an approver. */
  ticketId?: string;
}

/** One server-side session (protocol 9.1). It exists in the store from the moment it holds something. */
export interface WebSession {
  id: string;
  userId: string | undefined;
  /** Of the password at login; a changed password ends every session that holds another one. */
  passwordHash: string | undefined;
  /** Where the person signed in from. */
  from: { readonly ip: string; readonly userAgent: string };
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
  /** By which way besides the form the person came in. */
  method?: SignInMethod;
  /** base64url, for one assertion. */
  passkeyChallenge?: string;
  /** The state that has to come back from the provider. */
  ssoState?: string;
  /** The first request after a third-party login looks at locks and rules (protocol 1.11). */
  thirdPartyCheckDue?: boolean;
  /** A third party vouched for the person, and a second factor is still asked for. */
  mfaOutstanding?: boolean;
  /** Shown on the binding page, not yet the person's. */
  newOtpSecret: string | undefined;
  confirmed: Confirmed | undefined;
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** Django's session key: 32 lower-case letters and digits. */
export function newSessionId(): string {
  return Array.from(randomBytes(32), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
}

/** Empty, or of a person who is through. */
export function newWebSession(user?: PracticeUser): WebSession {
  const now = Date.now();
  return {
    id: newSessionId(),
    userId: user?.id,
    passwordHash: user && passwordHash(user),
    from: { ip: '', userAgent: '' },
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
    newOtpSecret: undefined,
    confirmed: undefined,
  };
}
