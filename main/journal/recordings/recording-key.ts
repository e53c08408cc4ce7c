import { randomBytes } from 'node:crypto';
import type { SealStore } from '../../vault/seal.ts';

const ENTRY = 'recording-key';

/** 32 bytes from the vault, made at the first use; null where no keychain keeps it. Throws `vault-unavailable`. */
export async function recordingKey(vault: SealStore): Promise<Uint8Array | null> {
  // A key of this start alone would leave recordings that nobody can open.
  if (vault.choice.state === 'memory-only') return null;
  const kept = await vault.get(ENTRY);
  if (kept !== undefined) return Buffer.from(kept, 'base64url');
  const key = randomBytes(32);
  await vault.put(ENTRY, key.toString('base64url'));
  return key;
}
