import { afterEach, expect, test } from 'vitest';
import type { PracticeSiteOptions } from '../../../practice/options.ts';
import type { PracticeSite } from '../../../practice/practice-site.ts';
import { agent, type Disk, Run, signedIn } from './one-person.ts';

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

function again(practice: PracticeSite, disk: Disk): Run {
  const run = new Run(practice, disk);
  ended.push(() => run.registry.dispose());
  return run;
}

test('signing in tells who is there and when the session ends, and keeps the cookies', async () => {
  const { practice, disk, run } = await world({ sessionAgeSeconds: 3600 });
  const { state } = run;
  if (state.kind !== 'signed-in') throw new Error(state.kind);
  expect(state.user.username).toBe('alice');
  expect(Math.abs((state.endsAt ?? 0) - Date.now() - 3_600_000)).toBeLessThan(5_000);
  expect(practice.webSessions()).toMatchObject([{ username: 'alice', pageCount: 1 }]);
  expect(disk.secrets.size).toBe(0);
  await run.clock.advance(250);
  expect([...disk.secrets.values()].join()).toContain(practice.webSessions()[0]?.id);
});

test.each<[string, PracticeSiteOptions]>([
  ['without a prefix', { cookiePrefix: '' }],
  ['with the prefix "corp"', { cookiePrefix: 'corp' }],
  ['in quotes', { quotedCookies: true }],
])('cookies %s are found too', async (_how, options) => {
  const { run } = await world(options);
  expect(run.state.kind).toBe('signed-in');
  const [asset] = (await run.site.rest.assets({ limit: 1, offset: 0 })).assets;
  const { accounts } = await run.site.rest.asset(asset?.id ?? '');
  const token = { assetId: asset?.id ?? '', protocol: 'ssh', connectMethod: 'web_cli' };
  // An unsafe request: passes only with the CSRF value of the jar as it is now.
  await run.site.rest.createConnectionToken({ ...token, account: accounts[0]?.alias ?? '' });
});

test('three agents that meet an expired session share one sign-in', async () => {
  const { practice, run } = await world();
  practice.expireWebSessions('alice');
  const expired = run.become('expired');
  await expect(run.site.rest.assets({ limit: 1, offset: 0 })).rejects.toMatchObject({ code: 'sign-in-required' });
  await expired;
  const users = await Promise.all(['codex', 'claude', 'cursor'].map((name) => run.site.whenSignedIn(agent(name))));
  expect(users.map(({ username }) => username)).toEqual(['alice', 'alice', 'alice']);
  expect(run.prompts).toEqual([{ kind: 'person' }, agent('codex')]);
  expect((await run.site.rest.profile()).username).toBe('alice');
});

test('an impatient caller leaves the sign-in to the others', async () => {
  const { practice, run } = await world();
  practice.expireWebSessions('alice');
  await run.site.reportLost();
  let open = () => {};
  const window = new Promise<void>((resolve) => {
    open = resolve;
  });
  run.person = (signIn) => window.then(signIn);
  const patient = run.site.whenSignedIn(agent());
  const impatient = run.site.whenSignedIn(agent(), AbortSignal.abort(new Error('enough')));
  await expect(impatient).rejects.toThrow('enough');
  open();
  expect((await patient).username).toBe('alice');
});

test('after a dismissal agents fail at once and nothing pops up until the quiet period ends or the person asks', async () => {
  const { practice, run } = await world();
  practice.expireWebSessions('alice');
  await run.site.reportLost();
  run.prompts.length = 0;
  run.person = async () => ({ kind: 'dismissed' });
  const callers = await Promise.allSettled(
    [agent('a'), agent('b'), agent('c')].map((one) => run.site.whenSignedIn(one)),
  );
  for (const caller of callers)
    expect(caller).toMatchObject({ reason: { code: 'sign-in-dismissed', actor: 'person' } });
  await expect(run.site.whenSignedIn(agent())).rejects.toMatchObject({ code: 'sign-in-dismissed' });
  expect(run.prompts).toHaveLength(1);
  expect(run.state.kind).toBe('expired');

  await run.clock.advance(5 * 60_000);
  await expect(run.site.whenSignedIn(agent())).rejects.toMatchObject({ code: 'sign-in-dismissed' });
  expect(run.prompts).toHaveLength(2);
  await run.clock.advance(9 * 60_000);
  await expect(run.site.whenSignedIn(agent())).rejects.toMatchObject({ code: 'sign-in-dismissed' });
  expect(run.prompts).toHaveLength(2);

  run.person = (signIn) => signIn();
  expect((await run.site.whenSignedIn({ kind: 'person' })).username).toBe('alice');
  expect(run.prompts).toHaveLength(3);
});

test('signing out ends the session on the site, in the jar and in the vault', async () => {
  const { practice, disk, run } = await world();
  await run.clock.advance(250);
  expect(disk.secrets.size).toBe(1);
  await run.site.signOut();
  expect(run.state).toMatchObject({ kind: 'signed-out', why: 'by-person' });
  expect(practice.webSessions()).toEqual([]);
  expect(await run.transport.cookies('')).toEqual([]);
  await run.clock.advance(10_000);
  expect(disk.secrets.size).toBe(0);
});

test('signing out works without the site', async () => {
  const { practice, disk, run } = await world();
  await run.clock.advance(250);
  practice.setFault('hang');
  const out = run.site.signOut();
  await run.clock.advance(3_000);
  await out;
  expect(run.state.kind).toBe('signed-out');
  expect(disk.secrets.size).toBe(0);
});

test('a session survives a restart, and a call that comes meanwhile shows no window', async () => {
  const { practice, disk, run } = await world();
  await run.registry.dispose();
  expect(disk.secrets.size).toBe(1);
  const next = again(practice, disk);
  const restored = next.registry.restore();
  expect((await next.site.whenSignedIn(agent())).username).toBe('alice');
  await restored;
  expect(next.state.kind).toBe('signed-in');
  expect(next.prompts).toEqual([]);
  expect(practice.webSessions()).toHaveLength(1);
});

test('a session that ended while the app was closed is expired, not signed in', async () => {
  const { practice, disk, run } = await world();
  await run.registry.dispose();
  practice.expireWebSessions('alice');
  const next = again(practice, disk);
  await next.registry.restore();
  expect(next.state).toMatchObject({ kind: 'expired', user: { username: 'alice' } });
});

test('a site that is down at the start is unreachable, and signed in when it is back', async () => {
  const { practice, disk, run } = await world();
  await run.registry.dispose();
  practice.setFault('bad-gateway');
  const next = again(practice, disk);
  await next.registry.restore();
  expect(next.state.kind).toBe('unreachable');
  await expect(next.site.whenSignedIn(agent())).rejects.toMatchObject({ code: 'site-unreachable' });
  practice.setFault('none');
  await next.pass(5_000);
  expect(next.state.kind).toBe('signed-in');
  expect(next.prompts).toEqual([]);
});

test('in browser-close mode the end is unknown, and quitting gives the page back and forgets the cookies', async () => {
  const { practice, disk, run } = await world({ browserCloseMode: true });
  expect(run.state).toMatchObject({ kind: 'signed-in', endsAt: null });
  await run.clock.advance(250);
  expect(practice.webSessions()).toMatchObject([{ pageCount: 1 }]);
  await run.registry.dispose();
  expect(practice.webSessions()).toMatchObject([{ pageCount: 0 }]);
  expect(disk.secrets.size).toBe(0);
});

test('sessions from a keychain that is unlocked later are taken up then, and running ones are left alone', async () => {
  const { practice, disk, run } = await world();
  await run.registry.dispose();
  const secrets = new Map(disk.secrets);
  disk.secrets.clear();
  const next = again(practice, disk);
  await next.registry.restore();
  expect(next.state).toMatchObject({ kind: 'signed-out', why: 'never' });
  for (const [name, text] of secrets) disk.secrets.set(name, text);
  await next.registry.restore();
  expect(next.state.kind).toBe('signed-in');
  next.transport.requests.length = 0;
  await next.registry.restore();
  expect(next.transport.requests).toEqual([]);
});

test('saved cookies that are no cookies are dropped', async () => {
  const { practice, disk, run } = await world();
  await run.registry.dispose();
  for (const name of disk.secrets.keys()) disk.secrets.set(name, '{"not":"cookies"}');
  const next = again(practice, disk);
  await next.registry.restore();
  expect(next.state.kind).toBe('signed-out');
  expect(disk.secrets.size).toBe(0);
});

test('after the person signed out, no call of an agent brings the window back; the person may', async () => {
  const { run } = await world();
  await run.site.signOut();
  run.prompts.length = 0;
  await expect(run.site.whenSignedIn(agent())).rejects.toMatchObject({ code: 'sign-in-required', actor: 'person' });
  await run.clock.advance(24 * 3_600_000);
  await expect(run.site.whenSignedIn(agent())).rejects.toMatchObject({ message: /has signed out/ });
  expect(run.prompts).toEqual([]);
  await run.site.whenSignedIn({ kind: 'person' });
  expect((await run.site.whenSignedIn(agent())).username).toBe('alice');
});

test('after a sign-in that failed, calls fail with its reason and the window stays away for a while', async () => {
  const { practice, run } = await world();
  practice.expireWebSessions('alice');
  await run.site.reportLost();
  run.prompts.length = 0;
  run.person = async () => ({ kind: 'failed', message: 'The account is locked.' });
  await expect(run.site.whenSignedIn(agent())).rejects.toMatchObject({ code: 'sign-in-failed' });
  await expect(run.site.whenSignedIn(agent())).rejects.toMatchObject({ message: /account is locked/ });
  expect(run.prompts).toHaveLength(1);
  run.person = (signIn) => signIn();
  await run.clock.advance(5 * 60_000);
  expect((await run.site.whenSignedIn(agent())).username).toBe('alice');
});

test('signing out while the sign-in window is open ends both', async () => {
  const { practice, run } = await world();
  practice.expireWebSessions('alice');
  await run.site.reportLost();
  let closed = false;
  run.person = (_signIn, signal) =>
    new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => {
        closed = true;
        reject(signal.reason);
      });
    });
  const waiting = run.site.whenSignedIn(agent());
  const refused = expect(waiting).rejects.toMatchObject({ message: /has signed out/ });
  await run.site.signOut();
  await refused;
  expect(closed).toBe(true);
  expect(run.state).toMatchObject({ kind: 'signed-out', why: 'by-person' });
});

test('another user than before is recognised, also after a restart; the same one is not', async () => {
  const { practice, disk, run } = await world();
  const changes: string[] = [];
  const watch = (one: Run) =>
    one.registry.on('did-change-user', ({ before, now }) => changes.push(`${before.username} -> ${now.username}`));
  watch(run);
  practice.expireWebSessions();
  await run.site.reportLost();
  await run.site.whenSignedIn({ kind: 'person' });
  expect(changes).toEqual([]);
  await run.registry.dispose();
  practice.expireWebSessions();
  const next = again(practice, disk);
  watch(next);
  await next.registry.restore();
  expect(next.state).toMatchObject({ kind: 'expired', user: { username: 'alice' } });
  next.who = 'admin';
  await next.site.whenSignedIn(agent());
  expect(changes).toEqual(['alice -> admin']);
});

test('calls that waited for the sign-in go on in the order in which they came', async () => {
  const { practice, run } = await world();
  practice.expireWebSessions();
  await run.site.reportLost();
  let open = () => {};
  const window = new Promise<void>((resolve) => {
    open = resolve;
  });
  run.person = (signIn) => window.then(signIn);
  const order: number[] = [];
  const calls = [0, 1, 2, 3, 4].map((call) => run.site.whenSignedIn(agent()).then(() => order.push(call)));
  open();
  await Promise.all(calls);
  expect(order).toEqual([0, 1, 2, 3, 4]);
  expect(run.prompts).toHaveLength(2);
});

test('in browser-close mode our page is counted before the login page gives its own back, and only once', async () => {
  const { practice, run } = await world({ browserCloseMode: true });
  expect(run.state).toMatchObject({ kind: 'signed-in', endsWithApp: true });
  const asked = run.transport.requests.filter((one) => one === 'GET /api/v1/authentication/user-session/');
  expect(asked).toHaveLength(1);
  practice.setFault('bad-gateway');
  await run.site.reportLost();
  practice.setFault('none');
  await run.site.whenSignedIn(agent());
  expect(practice.webSessions()).toMatchObject([{ pageCount: 1 }]);
});

test('the person gets the window although a sign-in was left standing at a terminal', async () => {
  const { run } = await world();
  await run.site.signOut();
  const left = run.site.signInBy(
    (_site, signal) =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true })),
  );
  const told = expect(left).rejects.toMatchObject({ code: 'sign-in-dismissed', nextStep: 'Finish it there.' });
  await run.become('signing-in');
  expect(await run.site.whenSignedIn({ kind: 'person' })).toMatchObject({ username: 'alice' });
  await told;
  expect(run.state.kind).toBe('signed-in');
});
