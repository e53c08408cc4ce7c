import { expect, test } from 'vitest';
import { type TrustedCertificate, TrustedCertificates } from '../../../main/sites/trusted-certificates.ts';
import type { VaultChoice } from '../../../main/vault/decide-backend.ts';
import { Seal } from '../../../main/vault/seal.ts';

const facts = {
  subject: 'jms',
  issuer: 'jms',
  validFrom: 0,
  validTo: 1,
  otherName: false,
  problem: 'ERR_CERT_AUTHORITY_INVALID',
};

function machine(keychain = true) {
  let choice: VaultChoice = keychain ? { state: 'keychain', why: 'ok' } : { state: 'memory-only', why: 'locked' };
  const secrets = new Map<string, string>();
  const disk: { list: readonly TrustedCertificate[] } = { list: [] };
  const start = async () => {
    const vault = {
      get choice() {
        return choice;
      },
      get: async (name: string) => secrets.get(name),
      put: async (name: string, text: string) => void secrets.set(name, text),
    };
    const trusted = new TrustedCertificates({
      stored: () => disk.list,
      store: (list) => {
        disk.list = list;
      },
      seal: new Seal(vault),
      keeps: () => choice.state !== 'memory-only',
      now: () => 1_000,
      onChange: () => {},
    });
    await trusted.load();
    return trusted;
  };
  const become = (next: VaultChoice) => {
    choice = next;
  };
  return { secrets, disk, start, become };
}

test('what was accepted holds for that host of that site, over a restart too', async () => {
  const { start } = machine();
  const first = await start();
  await first.accept('site_1', 'jms.test', { ...facts, fingerprint: 'AA' });
  await first.accept('site_1', 'jms.test', { ...facts, fingerprint: 'BB' });
  const next = await start();
  expect(next.accepts('site_1', 'jms.test', 'AA')).toBe(true);
  expect(next.accepts('site_1', 'jms.test', 'BB')).toBe(true);
  expect(next.accepts('site_1', 'idp.test', 'AA')).toBe(false);
  expect(next.accepts('site_2', 'jms.test', 'AA')).toBe(false);
  expect(next.before('site_1', 'jms.test')).toBe('BB');
  next.forget('site_1', 'jms.test', 'AA');
  expect((await start()).accepts('site_1', 'jms.test', 'AA')).toBe(false);
});

test('an entry that another hand wrote or changed is listed and not used', async () => {
  const { disk, start } = machine();
  await (await start()).accept('site_1', 'jms.test', { ...facts, fingerprint: 'AA' });
  disk.list = disk.list.flatMap((one) => [
    { ...one, fingerprint: 'EVIL' },
    { ...one, host: 'idp.test' },
    { ...one, mac: '' },
  ]);
  const next = await start();
  expect(next.list('site_1').map(({ holds }) => holds)).toEqual([false, false, false]);
  expect(next.accepts('site_1', 'jms.test', 'EVIL')).toBe(false);
  expect(next.accepts('site_1', 'jms.test', 'AA')).toBe(false);
});

test('without a keychain it holds until the app ends, and nothing is written', async () => {
  const { disk, start } = machine(false);
  const first = await start();
  await first.accept('site_1', 'jms.test', { ...facts, fingerprint: 'AA' });
  expect(first.accepts('site_1', 'jms.test', 'AA')).toBe(true);
  expect(disk.list).toEqual([]);
  expect((await start()).accepts('site_1', 'jms.test', 'AA')).toBe(false);
});

test('a site that is removed takes its certificates along', async () => {
  const { disk, start } = machine();
  const trusted = await start();
  await trusted.accept('site_1', 'jms.test', { ...facts, fingerprint: 'AA' });
  await trusted.accept('site_2', 'jms.test', { ...facts, fingerprint: 'AA' });
  trusted.forgetSite('site_1');
  expect(disk.list.map(({ siteId }) => siteId)).toEqual(['site_2']);
});

test('a locked keychain: what was kept holds again once it is open, what was accepted meanwhile until the app ends', async () => {
  const { disk, start, become } = machine();
  await (await start()).accept('site_1', 'jms.test', { ...facts, fingerprint: 'AA' });
  become({ state: 'memory-only', why: 'locked' });
  const trusted = await start();
  expect(trusted.accepts('site_1', 'jms.test', 'AA')).toBe(false);
  await trusted.accept('site_1', 'jms.test', { ...facts, fingerprint: 'AA' });
  await trusted.accept('site_1', 'jms.test', { ...facts, fingerprint: 'BB' });
  expect(trusted.list('site_1').map(({ fingerprint, holds }) => [fingerprint, holds])).toEqual([
    ['AA', true],
    ['BB', true],
  ]);
  expect(disk.list.map(({ fingerprint }) => fingerprint)).toEqual(['AA']);

  become({ state: 'keychain', why: 'ok' });
  await trusted.load();
  expect(trusted.list('site_1')).toHaveLength(2);
  expect(trusted.accepts('site_1', 'jms.test', 'BB')).toBe(true);
  const next = await start();
  expect(next.accepts('site_1', 'jms.test', 'AA')).toBe(true);
  expect(next.accepts('site_1', 'jms.test', 'BB')).toBe(false);
});
