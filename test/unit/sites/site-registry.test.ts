import { beforeEach, expect, test } from 'vitest';
import { siteOrigin } from '../../../main/jumpserver/probe.ts';
import { silentLog } from '../../../main/log/log.ts';
import { readSettings } from '../../../main/settings/settings.ts';
import type { CertificateFacts } from '../../../main/sites/certificate-facts.ts';
import type { SiteSettings } from '../../../main/sites/site-model.ts';
import { SiteRegistry } from '../../../main/sites/site-registry.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { memoryKeys } from '../../support/memory-keys.ts';
import { NodeSiteTransport } from '../../support/node-site-transport.ts';

let stored: readonly SiteSettings[];
let chosen: string | null;
let probed: string[];
let forgotten: string[];
let untrusted: CertificateFacts | undefined;
let registry: SiteRegistry;

beforeEach(() => {
  stored = [];
  chosen = null;
  probed = [];
  forgotten = [];
  untrusted = undefined;
  registry = open();
});

function open(): SiteRegistry {
  let ids = stored.length;
  return new SiteRegistry({
    stored: () => stored,
    store: (sites) => {
      stored = sites;
    },
    defaultSite: () => chosen,
    storeDefault: (id) => {
      chosen = id;
    },
    newId: () => `site_${++ids}`,
    createTransport: () => new NodeSiteTransport(),
    trust: async (_site, { fingerprint }) => fingerprint === 'AA:GOOD',
    forgetTrust: (id) => void forgotten.push(id),
    probe: async (url) => {
      probed.push(url);
      return { baseUrl: siteOrigin(url), name: 'JumpServer', practice: false, ...(untrusted ? { untrusted } : {}) };
    },
    vault: { get: async () => undefined, put: async () => {}, delete: async () => {} },
    clock: new FakeClock(),
    log: silentLog,
    signIn: async () => ({ kind: 'dismissed' }),
    keys: memoryKeys(),
    keepAliveWhileIdleMs: () => 60_000,
  });
}

test('without a site there is nothing to find, and the person is asked to add one', () => {
  expect(() => registry.find(undefined)).toThrowError(expect.objectContaining({ code: 'no-site', actor: 'person' }));
});

test('a site is found by id, name, and any address on it', async () => {
  await registry.add({ baseUrl: 'https://jump.example.com', name: 'Prod' });
  await registry.add({ baseUrl: 'https://lab.example.com', name: 'Lab' });
  for (const reference of ['site_1', 'prod', 'https://jump.example.com/', 'https://JUMP.example.com/ui/#/x'])
    expect(registry.find(reference).id).toBe('site_1');
});

test('an unknown or missing reference lists the candidates', async () => {
  await registry.add({ baseUrl: 'https://jump.example.com', name: 'Prod' });
  expect(registry.find(undefined).id).toBe('site_1');
  await registry.add({ baseUrl: 'https://lab.example.com', name: 'Lab' });
  for (const reference of [undefined, 'production', 'https://evil.example.com'])
    expect(() => registry.find(reference)).toThrowError(
      expect.objectContaining({
        code: 'unknown-site',
        candidates: ['Prod (https://jump.example.com, site_1)', 'Lab (https://lab.example.com, site_2)'],
      }),
    );
  expect(probed).toHaveLength(2);
});

test('the site that the person chose serves agents that name none, until it is removed', async () => {
  await registry.add({ baseUrl: 'https://jump.example.com', name: 'Prod' });
  await registry.add({ baseUrl: 'https://lab.example.com', name: 'Lab' });
  expect(registry.defaultId).toBeUndefined();
  const changed: string[] = [];
  registry.on('did-change', ({ name }) => changed.push(name));
  registry.chooseDefault('site_2');
  expect([registry.defaultId, registry.find('').id, registry.find('Prod').id]).toEqual(['site_2', 'site_2', 'site_1']);
  registry.chooseDefault('site_1');
  expect(changed).toEqual(['Lab', 'Lab', 'Prod']);
  expect(() => registry.chooseDefault('site_9')).toThrowError(expect.objectContaining({ code: 'unknown-site' }));
  expect(open().find(undefined).id).toBe('site_1');
  await registry.remove('site_1');
  expect([chosen, registry.find(undefined).id]).toEqual([null, 'site_2']);
});

test('a site is known by any address on it before anything is asked', async () => {
  await registry.add({ baseUrl: 'https://jump.example.com', name: 'Prod' });
  expect(registry.at('jump.example.com/ui/')?.name).toBe('Prod');
  expect(registry.at('https://jump.example.com:8443')).toBeUndefined();
});

test('the same address again is the same site, also while it is being added', async () => {
  const [one, other] = await Promise.all([
    registry.add({ baseUrl: 'jump.example.com' }),
    registry.add({ baseUrl: 'https://jump.example.com/ui/' }),
  ]);
  const later = await registry.add({ baseUrl: 'https://jump.example.com' });
  expect([other.id, later.id]).toEqual([one.id, one.id]);
  expect(stored).toHaveLength(1);
});

test('two sites of one name stay apart', async () => {
  await registry.add({ baseUrl: 'https://a.example.com' });
  expect((await registry.add({ baseUrl: 'https://b.example.com' })).name).toBe('JumpServer (2)');
});

test('a site that is no JumpServer is not kept', async () => {
  await expect(registry.add({ baseUrl: 'http://jump.example.com' })).rejects.toMatchObject({ code: 'insecure-url' });
  expect([stored, probed]).toEqual([[], []]);
});

test('sites are there again after a restart, until they are removed', async () => {
  await registry.add({ baseUrl: 'https://jump.example.com', name: 'Prod' });
  const next = open();
  const removed: string[] = [];
  next.on('did-remove', ({ id }) => removed.push(id));
  expect(next.list()).toMatchObject([{ name: 'Prod', session: { kind: 'signed-out', why: 'never' } }]);
  await next.remove('site_1');
  expect([next.list(), stored, removed]).toEqual([[], [], ['site_1']]);
});

test('a site whose certificate the system does not trust is added only after the person accepted it', async () => {
  const facts = {
    subject: 'jms',
    issuer: 'jms',
    validFrom: 0,
    validTo: 1,
    otherName: false,
    problem: 'ERR_CERT_AUTHORITY_INVALID',
  };
  untrusted = { ...facts, fingerprint: 'AA:BAD' };
  await expect(registry.add({ baseUrl: 'https://jms.test' })).rejects.toMatchObject({
    code: 'certificate-not-trusted',
  });
  expect(stored).toEqual([]);
  untrusted = { ...facts, fingerprint: 'AA:GOOD' };
  const { id } = await registry.add({ baseUrl: 'https://jms.test' });
  await registry.remove(id);
  expect(forgotten).toEqual([id]);
});

test('a name of any length and with anything in it is kept as one line that is still read after a restart', async () => {
  const { name } = await registry.add({
    baseUrl: 'https://a.example.com',
    name: `Prod\n\u202Eevil ${'x'.repeat(300)}`,
  });
  expect(name).toMatch(/^Prod evil x+$/);
  expect(readSettings({ sites: stored }).faults).toEqual([]);
});

test('a site that calls itself by another one’s id does not hide that one', async () => {
  await registry.add({ baseUrl: 'https://jump.example.com', name: 'Prod' });
  await registry.add({ baseUrl: 'https://lab.example.com', name: 'site_1' });
  expect(registry.find('site_1').settings.name).toBe('Prod');
});
