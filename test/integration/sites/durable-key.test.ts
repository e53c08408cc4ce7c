import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { keepJournal } from '../../../main/guard/journal-keeper.ts';
import { KillSwitch } from '../../../main/guard/kill-switch.ts';
import { Questions } from '../../../main/guard/question.ts';
import { Journal } from '../../../main/journal/journal.ts';
import { silentLog } from '../../../main/log/log.ts';
import { totpNow } from '../../../practice/login/mfa/totp.ts';
import type { PracticeSiteOptions } from '../../../practice/options.ts';
import { SomeVault } from '../../support/some-vault.ts';
import { idleWorld } from '../agents/idle-world.ts';
import { agent, Run, signedIn } from './one-person.ts';

const ended: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0).reverse()) await end();
});

async function world(options: PracticeSiteOptions = {}) {
  const all = await signedIn(options);
  ended.push(
    () => all.practice.dispose(),
    () => all.run.registry.dispose(),
  );
  const { practice, run } = all;
  run.confirm = async () => ({ kind: 'secret', method: 'password', secret: practice.users.alice.password });
  return all;
}

/** A site whose key is on and whose web session an administrator has just ended. */
async function afterTheEnd() {
  const all = await world();
  await all.run.site.durableKey.create();
  all.practice.endSessions('alice', 'admin-kick');
  await all.run.site.reportLost();
  expect(all.run.state.kind).toBe('expired');
  return all;
}

const keyOf = (run: Run) => run.site.summary().durableKey;
const firstAsset = { limit: 1, offset: 0 };

test('a key is made after the person confirmed, kept in the vault, and named by id and date in the settings', async () => {
  const { practice, disk, run } = await world();
  await run.site.durableKey.create();
  const [key] = practice.accessKeys();
  expect(run.confirmations).toEqual(['']);
  expect(keyOf(run)).toEqual({ state: 'on', createdAt: run.clock.now() });
  expect(disk.keys.get('site_1')).toEqual({ id: key?.id, userId: practice.users.alice.id, createdAt: run.clock.now() });
  expect(disk.secrets.get('access-key-site_1')).toContain(key?.id);
  // It was used once, to ask whose it is.
  expect(key).toMatchObject({ username: 'alice', lastUsedAt: expect.any(Number) });
});

test.each([':', '::encrypted::'] as const)(
  'the password goes to the site encrypted, separator %s',
  async (separator) => {
    const { practice, run } = await world({ passwordSeparator: separator });
    const bodies: string[] = [];
    const { fetch } = run.transport;
    run.transport.fetch = (request) => {
      bodies.push(request.body ?? '');
      return fetch.call(run.transport, request);
    };
    await run.site.durableKey.create();
    expect(bodies.filter((body) => body.includes('secret_key'))).toHaveLength(1);
    expect(bodies.join()).not.toContain(practice.users.alice.password);
  },
);

test('a wrong password is asked again with the words of the site, three times at most', async () => {
  const { practice, run } = await world();
  run.confirm = async () => ({ kind: 'secret', method: 'password', secret: 'wrong' });
  await expect(run.site.durableKey.create()).rejects.toMatchObject({ code: 'confirmation-required' });
  expect(run.confirmations).toEqual(['', expect.stringContaining('incorrect'), expect.stringContaining('incorrect')]);
  expect([practice.accessKeys(), keyOf(run)]).toEqual([[], { state: 'off' }]);
});

test.each(['declined', 'timed-out', 'could-not-ask'] as const)(
  'a confirmation that is %s leaves no key',
  async (kind) => {
    const { practice, disk, run } = await world();
    run.confirm = async () => ({ kind });
    await expect(run.site.durableKey.create()).rejects.toMatchObject({
      code: 'confirmation-required',
      actor: 'person',
    });
    expect([practice.accessKeys(), disk.keys.size]).toEqual([[], 0]);
  },
);

test('a person with a second factor is asked for its code', async () => {
  const { practice, run } = await world();
  practice.users.alice.otpSecret = practice.users.bob.otpSecret ?? '';
  const offered: string[] = [];
  run.confirm = async (methods) => {
    offered.push(...methods);
    return { kind: 'secret', method: 'otp', secret: totpNow(practice.users.alice.otpSecret ?? '') };
  };
  await run.site.durableKey.create();
  expect(offered).toEqual(['otp']);
  expect(keyOf(run).state).toBe('on');
});

test('where only a sent code is left, it is sent before the person is asked', async () => {
  const { practice, run } = await world();
  practice.users.alice.rules.factors.push('sms');
  run.confirm = async () => ({
    kind: 'secret',
    method: 'sms',
    secret: practice.login.sentCodes().find(({ username }) => username === 'alice')?.code ?? '',
  });
  await run.site.durableKey.create();
  expect(keyOf(run).state).toBe('on');
});

test('a site that does not ask is not asked about', async () => {
  const { run } = await world({ confirmIdentity: false });
  await run.site.durableKey.create();
  expect([run.confirmations, keyOf(run).state]).toEqual([[], 'on']);
});

test('two clicks make one key', async () => {
  const { practice, run } = await world();
  await Promise.all([run.site.durableKey.create(), run.site.durableKey.create()]);
  expect(practice.accessKeys()).toHaveLength(1);
});

test('without a web session there is nobody to make a key for', async () => {
  const { run } = await afterTheEnd();
  await run.site.durableKey.revoke();
  await expect(run.site.durableKey.create()).rejects.toMatchObject({ code: 'sign-in-required' });
});

test('after the session ended, reading goes on and asks nobody', async () => {
  const { run } = await afterTheEnd();
  await run.site.whenReadable(agent());
  const { assets } = await run.site.discovery.assets(firstAsset);
  expect(assets).toHaveLength(1);
  expect((await run.site.discovery.asset(assets[0]?.id ?? '')).accounts.length).toBeGreaterThan(0);
  expect((await run.site.discovery.nodes()).length).toBeGreaterThan(0);
  expect((await run.site.discovery.profile()).username).toBe('alice');
  expect(Object.keys(await run.site.discovery.connectMethods())).toContain('ssh');
  expect(run.prompts).toHaveLength(1);
  expect(run.state.kind).toBe('expired');
});

test('the very call that meets the end goes through by the key', async () => {
  const { practice, run } = await world();
  await run.site.durableKey.create();
  practice.endSessions('alice', 'password-change');
  expect((await run.site.discovery.assets(firstAsset)).assets).toHaveLength(1);
  expect(run.state.kind).toBe('expired');
});

test('without a key reading waits for the person, as everything does', async () => {
  const { practice, run } = await world();
  practice.endSessions('alice', 'idle');
  await run.site.reportLost();
  await expect(run.site.discovery.assets(firstAsset)).rejects.toMatchObject({ code: 'sign-in-required' });
  await run.site.whenReadable(agent());
  expect(run.prompts).toHaveLength(2);
});

test('the key survives a restart of the app', async () => {
  const { practice, disk, run } = await afterTheEnd();
  await run.registry.dispose();
  const next = new Run(practice, disk);
  ended.push(() => next.registry.dispose());
  await next.registry.restore();
  expect(keyOf(next).state).toBe('on');
  await next.site.whenReadable(agent());
  expect((await next.site.discovery.assets(firstAsset)).assets).toHaveLength(1);
  expect(next.prompts).toEqual([]);
});

test('a key that was deleted on the site is dropped with a notice, and signing in is asked for as usual', async () => {
  const { practice, disk, run } = await afterTheEnd();
  practice.deleteAccessKey(practice.accessKeys()[0]?.id ?? '');
  await expect(run.site.discovery.assets(firstAsset)).rejects.toMatchObject({ code: 'sign-in-required' });
  expect(keyOf(run)).toEqual({ state: 'off' });
  await expect.poll(() => run.notices).toEqual([expect.stringContaining('does not take its REST key')]);
  expect([disk.keys.size, disk.secrets.has('access-key-site_1')]).toEqual([0, false]);
  await run.site.whenReadable(agent());
  expect(run.prompts).toHaveLength(2);
});

test('a refusal that is not about the key leaves it, and is not met again before the next sign-in', async () => {
  const { practice, run } = await afterTheEnd();
  practice.setRestFault({ name: 'signed-out', times: 1 });
  await expect(run.site.discovery.assets(firstAsset)).rejects.toMatchObject({ code: 'sign-in-required' });
  expect(keyOf(run).state).toBe('on');
  await run.site.whenReadable(agent());
  expect([run.state.kind, run.prompts.length]).toEqual(['signed-in', 2]);
});

test('a throttled or broken site does not cost the key', async () => {
  const { practice, run } = await afterTheEnd();
  for (const name of ['throttled-long', 'bad-gateway-html', 'no-permission'] as const) {
    practice.setRestFault({ name, times: 1 });
    await expect(run.site.discovery.assets(firstAsset)).rejects.not.toMatchObject({ code: 'sign-in-required' });
  }
  expect((await run.site.discovery.assets(firstAsset)).assets).toHaveLength(1);
});

test('revoking deletes the key on the site, with the session or by its own signature', async () => {
  const withSession = await world();
  await withSession.run.site.durableKey.create();
  await withSession.run.site.durableKey.revoke();
  expect([withSession.practice.accessKeys(), keyOf(withSession.run).state]).toEqual([[], 'off']);
  const { practice, disk, run } = await afterTheEnd();
  await run.site.durableKey.revoke();
  expect([practice.accessKeys(), keyOf(run).state, disk.secrets.has('access-key-site_1')]).toEqual([[], 'off', false]);
  expect(run.notices).toEqual([]);
});

test('a key that cannot be revoked now is kept for another try', async () => {
  const { practice, run } = await afterTheEnd();
  practice.setFault('bad-gateway');
  await expect(run.site.durableKey.revoke()).rejects.toMatchObject({ code: 'site-error' });
  expect(keyOf(run).state).toBe('on');
});

test('another person who signs in does not inherit the key', async () => {
  const { practice, run } = await afterTheEnd();
  run.who = 'admin';
  await run.site.whenSignedIn({ kind: 'person' });
  expect([practice.accessKeys(), keyOf(run).state]).toEqual([[], 'off']);
  expect(run.notices).toEqual([expect.stringContaining('Another person')]);
});

test('a removed site takes its key along, there and here', async () => {
  const { practice, disk, run } = await world();
  await run.site.durableKey.create();
  await run.registry.remove(run.site.id);
  expect([practice.accessKeys(), disk.keys.size, disk.secrets.size]).toEqual([[], 0, 0]);
});

test('the journal says when a key was made, and how it ended', async () => {
  const { practice, disk, run } = await world();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'drawbridge-keys-'));
  const { pool } = idleWorld();
  const journal = await Journal.open({ folder, vault: new SomeVault(), clock: run.clock, log: silentLog });
  const stop = keepJournal({
    journal,
    sites: run.registry,
    terminals: pool,
    killSwitch: new KillSwitch({
      load: () => null,
      save: () => {},
      now: () => 1,
      interruptAll: async () => [],
      log: silentLog,
    }),
    questions: new Questions({ clock: run.clock, newId: () => 'question_1', canAsk: () => false }),
  });
  ended.push(async () => {
    stop();
    await journal.dispose();
    await pool.dispose();
    fs.rmSync(folder, { recursive: true, force: true });
  });
  await run.site.durableKey.create();
  const [first] = practice.accessKeys();
  await run.site.durableKey.revoke();
  await run.site.durableKey.create();
  const [second] = practice.accessKeys();
  const { entries } = await journal.readBack({ before: null, limit: 9, wanted: () => true });
  expect(entries.toReversed()).toMatchObject([
    { kind: 'journal-began' },
    { kind: 'rest-key-made', text: first?.id, who: 'person', outcome: '' },
    { kind: 'rest-key-ended', text: first?.id, outcome: 'revoked' },
    { kind: 'rest-key-made', text: second?.id },
  ]);
  expect(JSON.stringify(entries)).not.toContain(JSON.parse(disk.secrets.get('access-key-site_1') ?? '{}').secret);
});
