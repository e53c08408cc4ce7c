import { Entry } from '@napi-rs/keyring';
import { decideBackend, type VaultChoice } from '../vault/decide-backend.ts';
import { kernelKeyringBackend } from '../vault/kernel-keyring.ts';
import type { SecretBackend } from '../vault/vault.ts';
import { safeStorageAvailable, safeStorageBackend } from './safe-storage-backend.ts';

/** Looks at the machine and answers what the vault shall use. `secretService` is asked over D-Bus first: see decideBackend. */
export async function chooseKeychain(
  secretService: () => Promise<'unlocked' | 'locked' | 'absent'>,
): Promise<{ readonly choice: VaultChoice; readonly backend: SecretBackend | null }> {
  const state = process.platform === 'linux' ? await secretService() : 'absent';
  let kernel: SecretBackend | null = null;
  const choice = decideBackend({
    platform: process.platform,
    secretService: state,
    safeStorage: safeStorageAvailable,
    kernelKeyring: () => {
      kernel = openKernelKeyring();
      return kernel !== null;
    },
  });
  const backend = choice.state === 'keychain' ? safeStorageBackend : choice.state === 'kernel-keyring' ? kernel : null;
  return { choice, backend };
}

function openKernelKeyring(): SecretBackend | null {
  try {
    return kernelKeyringBackend(new Entry('drawbridge', 'vault', { linux: { store: 'keyutils' } }));
  } catch {
    return null; // the constructor throws where the store is not there
  }
}
