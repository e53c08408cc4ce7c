import { expect, test } from 'vitest';
import type { VaultChoice } from '../../../main/vault/decide-backend.ts';
import { Seal } from '../../../main/vault/seal.ts';

class Secrets {
  readonly kept = new Map<string, string>();
  choice: VaultChoice = { state: 'keychain', why: 'ok' };
  async get(name: string): Promise<string | undefined> {
    return this.kept.get(name);
  }
  async put(name: string, text: string): Promise<void> {
    this.kept.set(name, text);
  }
}

test('what was sealed holds after a restart, and nothing else does', async () => {
  const vault = new Secrets();
  const mac = await new Seal(vault).of('text');
  const next = new Seal(vault);
  expect(await next.holds('text', mac)).toBe(true);
  expect(await next.holds('other', mac)).toBe(false);
  expect(await next.holds('text', '')).toBe(false);
  expect(await new Seal(new Secrets()).holds('text', mac)).toBe(false);
});

test('a keychain that is locked at the start keeps its key: what is sealed meanwhile holds meanwhile', async () => {
  const vault = new Secrets();
  const lasting = await new Seal(vault).of('lasting');
  const key = vault.kept.get('seal-key');

  vault.choice = { state: 'memory-only', why: 'locked' };
  const seal = new Seal(vault);
  const passing = await seal.of('passing');
  expect(await seal.holds('passing', passing)).toBe(true);
  expect(vault.kept.get('seal-key')).toBe(key);

  vault.choice = { state: 'keychain', why: 'ok' };
  expect(await seal.holds('lasting', lasting)).toBe(true);
  expect(await seal.holds('passing', passing)).toBe(false);
});
