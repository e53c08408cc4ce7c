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
 * The kernel keyring as backend: it holds a random AES-256 key, the blobs lie on the disk under AES-GCM. The key survives
 * the app and even a logout (it is in the user's persistent keyring), and goes with a reboot or three days after its last
 * use (`persistent_keyring_expiry`). Null where the keyring refuses, tried by a round trip: measured with @napi-rs/keyring
 * 2.1.2, the `keyutils` store needs no Secret Service, but a process without a session keyring of its own (containers,
 * services, ssh without pam_keyinit) gets AccessDenied on the first write; without pinning the store it always does.
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
