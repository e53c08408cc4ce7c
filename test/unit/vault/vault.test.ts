import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { silentLog } from '../../../main/log/log.ts';
import { decideBackend, type VaultChoice } from '../../../main/vault/decide-backend.ts';
import { kernelKeyringBackend } from '../../../main/vault/kernel-keyring.ts';
import { type SecretBackend, Vault } from '../../../main/vault/vault.ts';

let folder: string;
let notices: string[];

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'drawbridge-vault-'));
  notices = [];
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

/** A keyring entry in memory: the cipher around it is the real one. */
function keyring(): SecretBackend {
  let kept: string | null = null;
  const backend = kernelKeyringBackend({
    getPassword: () => kept,
    setPassword: (secret) => {
      kept = secret;
    },
  });
  if (!backend) throw new Error('the keyring refused');
  return backend;
}

function open(choose: () => { choice: VaultChoice; backend: SecretBackend | null }): Promise<Vault> {
  return Vault.open({ folder, log: silentLog, onNotice: ({ en }) => notices.push(en), choose: async () => choose() });
}

const kernel = (backend: SecretBackend) => () => ({ choice: { state: 'kernel-keyring', why: 'ok' } as const, backend });

test('a secret survives a restart, encrypted, readable by its owner only', async () => {
  const backend = keyring();
  await (await open(kernel(backend))).put('site_1', 'jms_sessionid=topsecret');
  expect(await (await open(kernel(backend))).get('site_1')).toBe('jms_sessionid=topsecret');
  const [file = ''] = fs.readdirSync(folder);
  const stat = fs.statSync(path.join(folder, file));
  expect(stat.mode & 0o777).toBe(0o600);
  expect(fs.readFileSync(path.join(folder, file), 'utf8')).not.toContain('topsecret');
});

test('a blob of another keychain is deleted with one notice', async () => {
  await (await open(kernel(keyring()))).put('site_1', 'x');
  const vault = await open(kernel(keyring()));
  expect(await vault.get('site_1')).toBeUndefined();
  expect(await vault.get('site_1')).toBeUndefined();
  expect(notices).toHaveLength(1);
  expect(fs.readdirSync(folder)).toEqual([]);
});

test('keychains that come and go with the desktop do not destroy what another one keeps', async () => {
  const kernelKey = keyring();
  const wallet: SecretBackend = { ...keyring(), name: 'kwallet6' };
  await (await open(kernel(kernelKey))).put('seal-key', 'kept in the kernel');
  const other = await open(() => ({ choice: { state: 'keychain', why: 'ok' }, backend: wallet }));
  expect(await other.get('seal-key')).toBeUndefined();
  await other.put('seal-key', 'kept in the wallet');
  expect(await other.get('seal-key')).toBe('kept in the wallet');
  expect(await (await open(kernel(kernelKey))).get('seal-key')).toBe('kept in the kernel');
  expect(notices).toEqual([]);
  await other.delete('seal-key');
  expect(fs.readdirSync(folder)).toEqual([]);
});

test('what memory held stays there when the unlocked keychain cannot be written to, and the person is told', async () => {
  const backend = keyring();
  let locked = true;
  const vault = await open(() =>
    locked ? { choice: { state: 'memory-only', why: 'locked' }, backend: null } : kernel(backend)(),
  );
  await vault.put('site_1', 'x');
  fs.rmSync(folder, { recursive: true });
  fs.writeFileSync(folder, 'no folder');
  locked = false;
  await vault.retry();
  expect(await vault.get('site_1')).toBe('x');
  expect(notices).toEqual([expect.stringContaining('cannot be')]);
});

test('what a crash left half written is cleared away, and a blob that was cut is no blob', async () => {
  const backend = keyring();
  await (await open(kernel(backend))).put('site_1', 'x');
  const [file = ''] = fs.readdirSync(folder);
  fs.writeFileSync(path.join(folder, `${file}.1b4e28ba-2fa1-4d5e-883f-0016d3cca427`), '{"version":1,"ba');
  const vault = await open(kernel(backend));
  expect(fs.readdirSync(folder)).toEqual([file]);
  fs.truncateSync(path.join(folder, file), 20);
  expect(await vault.get('site_1')).toBeUndefined();
  expect([fs.readdirSync(folder), notices]).toEqual([[], [expect.stringContaining('Sign in again')]]);
});

test('memory-only keeps nothing on the disk, and moves into the keychain once it is unlocked', async () => {
  const backend = keyring();
  let locked = true;
  const vault = await open(() =>
    locked ? { choice: { state: 'memory-only', why: 'locked' }, backend: null } : kernel(backend)(),
  );
  await vault.put('site_1', 'x');
  expect(fs.readdirSync(folder)).toEqual([]);
  expect(await vault.get('site_1')).toBe('x');
  locked = false;
  await vault.retry();
  expect(fs.readdirSync(folder)).toHaveLength(1);
  expect(await vault.get('site_1')).toBe('x');
});

test('forgetting in memory-only also deletes what an unlocked keychain wrote before', async () => {
  await (await open(kernel(keyring()))).put('site_1', 'x');
  const vault = await open(() => ({ choice: { state: 'memory-only', why: 'locked' }, backend: null }));
  expect(await vault.get('site_1')).toBeUndefined();
  expect(fs.readdirSync(folder)).toHaveLength(1);
  await vault.delete('site_1');
  expect(fs.readdirSync(folder)).toEqual([]);
});

test('a keychain that cannot even be looked at is memory-only, and the app starts', async () => {
  const vault = await open(() => {
    throw new Error('the bus is gone');
  });
  expect(vault.choice).toEqual({ state: 'memory-only', why: 'failed' });
  await vault.put('site_1', 'x');
  expect(await vault.get('site_1')).toBe('x');
});

test('a folder that cannot be written is said, and leaves no half-written file', async () => {
  const vault = await open(kernel(keyring()));
  fs.mkdirSync(path.join(folder, 'site_1.kernel-keyring.vault', 'in-the-way'), { recursive: true });
  await expect(vault.put('site_1', 'x')).rejects.toMatchObject({ code: 'vault-unavailable' });
  await expect(vault.put('site_1', 'x')).rejects.toMatchObject({ code: 'vault-unavailable' });
  expect(fs.readdirSync(folder)).toEqual(['site_1.kernel-keyring.vault']);
  expect(notices).toHaveLength(1);
});

test('a kernel keyring that refuses is no backend', () => {
  const refuse = () => {
    throw new Error('AccessDenied');
  };
  expect(kernelKeyringBackend({ getPassword: () => null, setPassword: refuse })).toBeNull();
  expect(kernelKeyringBackend({ getPassword: refuse, setPassword: () => {} })).toBeNull();
});

test('writes of one name keep their order', async () => {
  const vault = await open(kernel(keyring()));
  await Promise.all([vault.put('a', '1'), vault.put('a', '2'), vault.put('a', '3')]);
  expect(await vault.get('a')).toBe('3');
});

test('a locked keyring is never asked', () => {
  const touched = () => {
    throw new Error('would hang');
  };
  const choice = decideBackend({
    platform: 'linux',
    secretService: 'locked',
    safeStorage: touched,
    kernelKeyring: touched,
  });
  expect(choice).toEqual({ state: 'memory-only', why: 'locked' });
});

test.each([
  ['linux', 'unlocked', true, false, 'keychain'],
  ['linux', 'unlocked', false, true, 'memory-only'],
  ['linux', 'absent', true, true, 'kernel-keyring'],
  ['linux', 'absent', true, false, 'memory-only'],
  ['darwin', 'absent', true, false, 'keychain'],
] as const)(
  '%s with a Secret Service %s, safeStorage %s, kernel keyring %s: %s',
  (platform, secretService, safe, kern, state) => {
    expect(decideBackend({ platform, secretService, safeStorage: () => safe, kernelKeyring: () => kern }).state).toBe(
      state,
    );
  },
);
