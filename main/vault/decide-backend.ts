/** What the machine offers for keeping secrets. */
export interface KeychainFacts {
  readonly platform: NodeJS.Platform;
  /** Linux: as asked over D-Bus. */
  readonly secretService: 'unlocked' | 'locked' | 'absent';
  /** Electron's safeStorage works with a real backend (`basic_text` does not count). Asked only when nothing can hang. */
  readonly safeStorage: () => boolean;
  /** Linux: the kernel keyring can be used (`@napi-rs/keyring`). */
  readonly kernelKeyring: () => boolean;
}

export type VaultChoice =
  | { readonly state: 'keychain'; readonly why: 'ok' }
  | { readonly state: 'kernel-keyring'; readonly why: 'ok' }
  | { readonly state: 'memory-only'; readonly why: 'no-keychain' | 'locked' | 'failed' };

/** Which of the vault's states holds (design §4). A locked keyring is never touched: its prompt would hang the app. */
export function decideBackend(facts: KeychainFacts): VaultChoice {
  if (facts.platform === 'linux' && facts.secretService === 'locked') return { state: 'memory-only', why: 'locked' };
  if (facts.platform !== 'linux' || facts.secretService === 'unlocked')
    return facts.safeStorage() ? { state: 'keychain', why: 'ok' } : { state: 'memory-only', why: 'failed' };
  return facts.kernelKeyring() ? { state: 'kernel-keyring', why: 'ok' } : { state: 'memory-only', why: 'no-keychain' };
}
