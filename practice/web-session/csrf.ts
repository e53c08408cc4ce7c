import { randomBytes } from 'node:crypto';
import type { SiteRequest } from '../http/site-request.ts';
import { headerOf } from '../http/site-request.ts';
import { isTrustedOrigin } from './trusted-origins.ts';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const SECRET_LENGTH = 32;

export function newCsrfSecret(): string {
  return Array.from(randomBytes(SECRET_LENGTH), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
}

/** The 64-character form that pages carry: a random mask, then the secret shifted by it. */
export function maskSecret(secret: string): string {
  const mask = newCsrfSecret();
  const shifted = Array.from(secret, (character, index) => {
    const sum = ALPHABET.indexOf(character) + ALPHABET.indexOf(mask.charAt(index));
    return ALPHABET.charAt(sum % ALPHABET.length);
  });
  return mask + shifted.join('');
}

/** The secret inside a token of either form; undefined when it is neither. */
export function unmaskToken(token: string): string | undefined {
  if (!/^[A-Za-z0-9]+$/.test(token)) return undefined;
  if (token.length === SECRET_LENGTH) return token;
  if (token.length !== 2 * SECRET_LENGTH) return undefined;
  return Array.from(token.slice(SECRET_LENGTH), (character, index) => {
    const difference = ALPHABET.indexOf(character) - ALPHABET.indexOf(token.charAt(index));
    return ALPHABET.charAt((difference + ALPHABET.length) % ALPHABET.length);
  }).join('');
}

export interface CsrfFacts {
  /** Value of the CSRF cookie of the request. */
  cookie: string | undefined;
  /** The form field or the `X-CSRFToken` header. */
  token: string | undefined;
  /** The secret handed out at login, when somebody is logged in. */
  expected: string | undefined;
  /** The site's DOMAINS. */
  domains: readonly string[];
}

/** Why an unsafe request is refused, in Django's words; undefined when it passes (protocol 1.9 and 4.2). */
export function csrfFailure(request: SiteRequest, facts: CsrfFacts): string | undefined {
  const origin = headerOf(request, 'origin');
  if (origin !== undefined && !isTrustedOrigin(origin, request.host, facts.domains)) {
    return `Origin checking failed - ${origin} does not match any trusted origins.`;
  }
  if (facts.cookie === undefined || facts.cookie === '') return 'CSRF cookie not set.';
  const secret = unmaskToken(facts.cookie);
  if (secret === undefined) return 'CSRF cookie has incorrect length.';
  if (facts.token === undefined || facts.token === '') return 'CSRF token missing.';
  const presented = unmaskToken(facts.token);
  if (presented === undefined) return 'CSRF token has incorrect length.';
  if (presented !== secret || (facts.expected !== undefined && presented !== facts.expected)) {
    return 'CSRF token incorrect.';
  }
  return undefined;
}
