import { generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';

/** One key pair for the whole server, as v3.10 and later keep it (protocol 0.2). */
export interface SiteKeyPair {
  /** What the cookie `jms_public_key` holds: base64 of the PEM text. */
  publicKeyCookie: string;
  privateKey: KeyObject;
}

export async function createKeyPair(): Promise<SiteKeyPair> {
  const { publicKey, privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  return { publicKeyCookie: Buffer.from(pem).toString('base64'), privateKey };
}
