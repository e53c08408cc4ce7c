import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { SecretBackend } from './vault.ts';

/** One key in Linux's kernel keyring, as `@napi-rs/keyring` gives it with its `keyutils` store. */
export interface KeyringEntry {
  getPassword(): string | null;
  setPassword(secret: string): void;
}

const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * The kernel keyring as backend: it holds a random AES-256 key until the person logs out, the blobs lie on the disk under
 * AES-GCM. Null where the keyring refuses (containers and services often have no session keyring): tried by a round trip.
 */
export function kernelKeyringBackend(entry: KeyringEntry): SecretBackend | null {
  let key: Buffer;
  try {
    const known = entry.getPassword();
    const secret = known ?? randomBytes(KEY_BYTES).toString('base64');
    if (known === null) entry.setPassword(secret);
    if (entry.getPassword() !== secret) return null;
    key = Buffer.from(secret, 'base64');
  } catch {
    return null; // no access to a session keyring: the vault says `memory-only`
  }
  return {
    name: 'kernel-keyring',
    async encrypt(text) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, iv);
      return Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    },
    async decrypt(bytes) {
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES));
      decipher.setAuthTag(bytes.subarray(bytes.length - TAG_BYTES));
      const text = decipher.update(bytes.subarray(IV_BYTES, bytes.length - TAG_BYTES));
      return Buffer.concat([text, decipher.final()]).toString('utf8');
    },
  };
}
