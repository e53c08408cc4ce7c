import { safeStorage } from 'electron';

/** safeStorage as the vault's backend; only constructed once D-Bus said that the keyring answers (design §4). */
export function safeStorageAvailable(): boolean {
  return (
    safeStorage.isEncryptionAvailable() &&
    (process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text')
  );
}

export const safeStorageBackend = {
  get name(): string {
    return process.platform === 'linux' ? safeStorage.getSelectedStorageBackend() : process.platform;
  },
  encrypt(text: string): Promise<Uint8Array> {
    return Promise.resolve(safeStorage.encryptString(text));
  },
  decrypt(bytes: Uint8Array): Promise<string> {
    return Promise.resolve(safeStorage.decryptString(Buffer.from(bytes)));
  },
};
