import type { SealStore } from '../../main/vault/seal.ts';

/** A vault in memory, with or without a keychain behind it. */
export class SomeVault implements SealStore {
  choice: SealStore['choice'] = { state: 'keychain', why: 'ok' };
  readonly secrets = new Map<string, string>();
  puts = 0;

  get(name: string): Promise<string | undefined> {
    return Promise.resolve(this.secrets.get(name));
  }

  put(name: string, text: string): Promise<void> {
    this.puts += 1;
    this.secrets.set(name, text);
    return Promise.resolve();
  }
}
