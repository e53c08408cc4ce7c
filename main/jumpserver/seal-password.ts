import { constants, createCipheriv, createPublicKey, publicEncrypt, randomInt } from 'node:crypto';
import type { SiteCookie } from './rest-transport.ts';

/** What marks the two halves of an encrypted password (protocol §0.2: `:` up to v4.10.18). */
export type PasswordSeparator = ':' | '::encrypted::';

/** Where the site's own pages have the separator, from v4.10.17 on. */
export const SEAL_SCRIPT = '/static/js/session-encrypt.js';

/** As the script of the login page has it; versions without the script use the colon. */
export function separatorIn(script: string): PasswordSeparator {
  return script.includes('::encrypted::') ? '::encrypted::' : ':';
}

/** The site's RSA key in this jar; '' where it sent none, or works with SM2 (`jms_gm_ssl=1`). */
export function publicKeyIn(cookies: readonly SiteCookie[]): string {
  const cookie = (wanted: string) => cookies.find(({ name }) => name === wanted)?.value.replaceAll('"', '') ?? '';
  return cookie('jms_gm_ssl') === '1' ? '' : decodeURIComponent(cookie('jms_public_key'));
}

export interface SealWith {
  /** Value of the cookie `jms_public_key`; '' where there is none. */
  readonly publicKey: string;
  readonly separator: PasswordSeparator;
  /** Text of the one-time AES key; 16 random ASCII characters unless a test says otherwise. */
  readonly aesKey?: string;
}

/**
 * A password as the site's pages post it: base64(RSA(key)) + separator + base64(AES-ECB(password)) (protocol §1.5).
 * Without an RSA key it goes plain inside TLS, which every version accepts.
 */
export function sealPassword(password: string, { publicKey, separator, aesKey = randomKey() }: SealWith): string {
  const pem = Buffer.from(publicKey.replaceAll('"', ''), 'base64').toString('utf8');
  if (password === '' || !pem.includes('PUBLIC KEY')) return password;
  const keyCipher = publicEncrypt(
    { key: createPublicKey(pem), padding: constants.RSA_PKCS1_PADDING },
    Buffer.from(aesKey, 'utf8'),
  );
  return `${keyCipher.toString('base64')}${separator}${aesSealed(password, aesKey)}`;
}

/** AES-128-ECB over NUL padding, without an extra block where the length fits (protocol §1.5 has vectors). */
export function aesSealed(password: string, aesKey: string): string {
  const key = Buffer.alloc(16);
  key.write(aesKey, 'utf8');
  const bytes = Buffer.from(password, 'utf8');
  const padded = Buffer.alloc(Math.ceil(bytes.length / 16) * 16);
  bytes.copy(padded);
  const cipher = createCipheriv('aes-128-ecb', key, null).setAutoPadding(false);
  return Buffer.concat([cipher.update(padded), cipher.final()]).toString('base64');
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Exactly 16: shorter or longer keys meet padding rules on which page and server disagree (protocol §1.5). */
function randomKey(): string {
  return Array.from({ length: 16 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
}
