import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';

/** A credential of one person, as registration would have left it (ES256). */
export interface Passkey {
  /** base64url */
  readonly credentialId: string;
  readonly publicKey: KeyObject;
  /** The authenticator's counter at the last use. */
  signCount: number;
}

/** What an authenticator needs to stand for the person; all values are base64url, the key is PKCS#8. */
export interface AuthenticatorCredential {
  credentialId: string;
  privateKey: string;
  userHandle: string;
}

/** A new credential, and its private half for a (virtual) authenticator. */
export function createPasskey(userId: string): { passkey: Passkey; authenticator: AuthenticatorCredential } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const credentialId = randomBytes(16).toString('base64url');
  return {
    passkey: { credentialId, publicKey, signCount: 0 },
    authenticator: {
      credentialId,
      privateKey: privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64url'),
      userHandle: Buffer.from(userId).toString('base64url'),
    },
  };
}
