import { afterEach, expect, test } from 'vitest';
import type { PracticeSiteOptions } from '../../../practice/options.ts';
import { agent, signedIn } from './one-person.ts';

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
  return all;
}

const MINUTE = 60_000;
const keptAlive = (requests: readonly string[]) =>
  requests.filter((one) => one === 'GET /api/v1/settings/server-info/').length;

test('while somebody works the session is extended, often enough and not more', async () => {
  const { run } = await world({ sessionAgeSeconds: 3600 });
  run.transport.requests.length = 0;
  await run.pass(30 * MINUTE);
  expect(run.state.kind).toBe('signed-in');
  expect(keptAlive(run.transport.requests)).toBeGreaterThanOrEqual(5);
  expect(keptAlive(run.transport.requests)).toBeLessThanOrEqual(7);
});

test('an idle session is observed, not extended, turns expiring ten minutes before its end, and wakes with work', async () => {
  const { run } = await world({ sessionAgeSeconds: 2 * 3600 });
  await run.pass(65 * MINUTE);
  run.transport.requests.length = 0;
  await run.pass(90 * MINUTE);
  expect(keptAlive(run.transport.requests)).toBe(0);
  expect(run.transport.requests).toContain('GET /api/v1/users/profile/');
  expect(run.state.kind).toBe('signed-in');
  await run.pass(16 * MINUTE);
  expect(run.state.kind).toBe('expiring');
  await run.site.rest.assets({ limit: 1, offset: 0 });
  expect(run.state.kind).toBe('signed-in');
});

test('a session that an administrator ends is noticed within a minute, without any call', async () => {
  const { practice, run } = await world();
  const told: string[] = [];
  run.registry.on('did-expire', ({ siteId }) => told.push(siteId));
  practice.expireWebSessions('alice');
  await run.pass(MINUTE);
  expect(run.state).toMatchObject({ kind: 'expired', user: { username: 'alice' } });
  expect(told).toHaveLength(1);
});

test('a dismissed renewal of an expiring session leaves it watched', async () => {
  const { practice, run } = await world({ sessionAgeSeconds: 2 * 3600 });
  await run.pass(65 * MINUTE);
  await run.pass(109 * MINUTE);
  expect(run.state.kind).toBe('expiring');
  const end = { at: 'login', after: { kind: 'refused', words: 'Wrong password' } } as const;
  run.person = async () => ({ kind: 'dismissed', end });
  await expect(run.site.whenSignedIn({ kind: 'person' })).rejects.toMatchObject({ code: 'sign-in-dismissed' });
  expect(run.state).toMatchObject({ kind: 'expiring', lastTry: { end } });
  expect((await run.site.whenSignedIn(agent())).username).toBe('alice');
  practice.expireWebSessions('alice');
  await run.pass(MINUTE);
  expect(run.state.kind).toBe('expired');
});

test('being throttled is not being signed out', async () => {
  const { practice, run } = await world();
  practice.setThrottle(0);
  await run.site.reportLost();
  expect(run.state.kind).toBe('signed-in');
  await expect(run.site.rest.profile()).rejects.toMatchObject({
    code: 'throttled',
    message: expect.stringMatching(/\d+ s/),
  });
  expect(run.state.kind).toBe('signed-in');
});

test('a 502 page is a readable error, and the site is unreachable until it is back', async () => {
  const { practice, run } = await world();
  practice.setFault('bad-gateway');
  await expect(run.site.rest.assets({ limit: 1, offset: 0 })).rejects.toMatchObject({
    code: 'site-error',
    message: expect.not.stringContaining('<'),
  });
  expect(run.state.kind).toBe('signed-in');
  await run.pass(MINUTE);
  expect(run.state).toMatchObject({ kind: 'unreachable', user: { username: 'alice' } });
  await run.pass(10 * MINUTE);
  expect(run.state.kind).toBe('unreachable');
  practice.setFault('none');
  await run.pass(2 * MINUTE);
  expect(run.state.kind).toBe('signed-in');
  expect(run.prompts).toHaveLength(1);
});

test('a call finds out by itself that an unreachable site is back', async () => {
  const { practice, run } = await world();
  practice.setFault('bad-gateway');
  await run.pass(MINUTE);
  practice.setFault('none');
  expect((await run.site.whenSignedIn(agent())).username).toBe('alice');
  expect(practice.webSessions()).toMatchObject([{ pageCount: 1 }]);
});

test('throttled on the way back from an outage, the site is asked again', async () => {
  const { practice, run } = await world();
  practice.setFault('bad-gateway');
  await run.pass(MINUTE);
  practice.setFault('none');
  practice.setThrottle(0);
  await run.pass(5_000);
  expect(run.state.kind).toBe('unreachable');
  practice.setThrottle(4096);
  await run.pass(MINUTE);
  expect(run.state.kind).toBe('signed-in');
});

test('a site that hangs ends a call after 15 s', async () => {
  const { practice, run } = await world();
  practice.setFault('hang');
  const call = expect(run.site.rest.profile()).rejects.toMatchObject({ code: 'site-unreachable' });
  await run.clock.advance(15_000);
  await call;
});

test('the first look after a cut network says unreachable and keeps the person', async () => {
  const { practice, run } = await world();
  practice.setFault('hang');
  const look = run.site.reportLost();
  await run.clock.advance(1_000);
  practice.dropConnections();
  await look;
  expect(run.state).toMatchObject({ kind: 'unreachable', user: { username: 'alice' } });
});

test.each(['none', 'bad-gateway', 'hang'] as const)('closing leaves no timer behind (fault: %s)', async (fault) => {
  const { practice, run } = await world();
  practice.setFault(fault);
  await run.clock.advance(MINUTE);
  await run.registry.dispose();
  await run.transport.quiet();
  expect(run.clock.pending).toBe(0);
});

test('a site that is removed is signed out there and forgotten here', async () => {
  const { practice, disk, run } = await world();
  await run.clock.advance(250);
  await run.registry.remove(run.site.id);
  expect(practice.webSessions()).toEqual([]);
  expect([disk.secrets.size, disk.sites]).toEqual([0, []]);
  expect(run.clock.pending).toBe(0);
});

test('when nobody has worked for an hour it is said that the session is not kept alive, and the next call takes it up', async () => {
  const { run } = await world({ sessionAgeSeconds: 2 * 3600 });
  expect(run.state).toMatchObject({ kind: 'signed-in', keptAlive: true });
  await run.pass(65 * MINUTE);
  expect(run.state).toMatchObject({ kind: 'signed-in', keptAlive: false });
  run.transport.requests.length = 0;
  await run.site.whenSignedIn(agent());
  await run.pass(1);
  expect(run.state).toMatchObject({ kind: 'signed-in', keptAlive: true });
  expect(keptAlive(run.transport.requests)).toBe(1);
});

test('while it expires the countdown is told again, about once a minute', async () => {
  const { run } = await world({ sessionAgeSeconds: 2 * 3600 });
  await run.pass(65 * MINUTE);
  await run.pass(98 * MINUTE);
  expect(run.state.kind).toBe('signed-in');
  const told: string[] = [];
  run.registry.on('did-change', ({ session }) => told.push(session.kind));
  await run.pass(10 * MINUTE);
  expect(new Set(told)).toEqual(new Set(['expiring']));
  expect(told.length).toBeGreaterThanOrEqual(3);
  expect(told.length).toBeLessThanOrEqual(9);
});

test('a later end is told when it moved, and a site that changes the life of its sessions is believed', async () => {
  const { practice, run } = await world({ sessionAgeSeconds: 3600 });
  const lives: number[] = [];
  run.registry.on('did-change', ({ session }) => {
    if (session.kind === 'signed-in' && session.endsAt !== null) lives.push(session.endsAt - run.clock.now());
  });
  await run.site.rest.assets({ limit: 1, offset: 0 });
  expect(lives).toEqual([]);
  practice.setSessionAge(1800);
  await run.site.rest.assets({ limit: 1, offset: 0 });
  expect(lives).toEqual([1_800_000]);
});

test('a dismissed sign-in to an expired session says why, until the next one', async () => {
  const { practice, run } = await world();
  practice.expireWebSessions('alice');
  await run.pass(MINUTE);
  const end = { at: 'mfa', after: { kind: 'locked', words: '' } } as const;
  run.person = async () => ({ kind: 'dismissed', end });
  await expect(run.site.whenSignedIn({ kind: 'person' })).rejects.toMatchObject({ code: 'sign-in-dismissed' });
  expect(run.state).toMatchObject({ kind: 'expired', user: { username: 'alice' }, lastTry: { end } });
  run.person = (signIn) => signIn();
  await run.site.whenSignedIn({ kind: 'person' });
  expect(run.state).not.toHaveProperty('lastTry');
});
