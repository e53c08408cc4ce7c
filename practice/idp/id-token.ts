import { createSign, type KeyObject } from 'node:crypto';
import type { Json } from '../http/json.ts';

/** The name of the one signing key. */
export const KEY_ID = 'practice-1';

/** A JSON Web Token, signed with RS256. */
export function signedToken(claims: { [key: string]: Json }, privateKey: KeyObject): string {
  const part = (value: Json) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${part({ alg: 'RS256', typ: 'JWT', kid: KEY_ID })}.${part(claims)}`;
  return `${text}.${createSign('sha256').update(text).sign(privateKey, 'base64url')}`;
}
