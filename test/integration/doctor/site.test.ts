import net, { type AddressInfo } from 'node:net';
import { describe, type TestContext, test } from 'vitest';
import { Doctor } from '../../../main/doctor/doctor.ts';
import type { SiteRoute, Way } from '../../../main/doctor/site-route.ts';
import { systemClock } from '../../../main/errors/clock.ts';
import { silentLog } from '../../../main/log/log.ts';
import type { PracticeSiteOptions } from '../../../practice/options.ts';
import type { PracticeSite } from '../../../practice/practice-site.ts';
import type { Run } from '../sites/one-person.ts';
import { signedIn } from '../sites/one-person.ts';

const direct: SiteRoute = {
  ways: async () => [{ kind: 'direct' }],
  accepts: async () => true,
  certificate: async () => null,
};

/** Alice signed in to a practice site, and what doctor finds there: outcomes by check. */
async function world(
  onTestFinished: TestContext['onTestFinished'],
  options: PracticeSiteOptions = {},
  route: SiteRoute | undefined = direct,
) {
  const { practice, run } = await signedIn(options);
  const doctor = new Doctor({
    app: { version: '0.1.0', electron: '45.0.0', testRuntime: false },
    sites: run.registry,
    route: () => route,
    doorAnswers: async () => true,
    raised: () => false,
    vault: () => ({ state: 'keychain', why: 'ok' }),
    trayHost: async () => 'present',
    folders: [],
    computer: { platform: 'linux', env: { DISPLAY: ':0' } },
    local: async () => [],
    clock: systemClock,
    log: silentLog,
  });
  onTestFinished(async () => {
    doctor.dispose();
    await run.registry.dispose();
    await practice.dispose();
  });
  return { practice, run, doctor, found: () => outcomesOf(doctor) };
}

async function outcomesOf(doctor: Doctor): Promise<Record<string, string>> {
  const findings = (await doctor.examine()).filter(({ site }) => site !== null);
  return Object.fromEntries(findings.map(({ id, outcome }) => [id.replace('site-', ''), outcome]));
}

const healthy = {
  address: 'address-answers',
  certificate: 'certificate-none',
  proxy: 'proxy-direct',
  clock: 'clock-ok',
  session: 'session-lasts',
  organisation: 'organisation-is',
  tokens: 'tokens-allowed',
  koko: 'koko-ok',
  version: 'version-mixed',
};

// Each waits for its own site, spaced requests and deadlines; together they take a fraction.
describe.concurrent('doctor at a site', () => {
  test('a healthy site is found so, and nothing is created on it', async ({ expect, onTestFinished }) => {
    const { practice, run, doctor, found } = await world(onTestFinished);
    run.transport.requests.length = 0;
    expect(await found()).toEqual(healthy);
    expect(run.transport.requests.sort()).toEqual([
      'GET /api/v1/orgs/orgs/current/',
      'GET /api/v1/users/profile/',
      'GET /core/auth/oauth2-provider/.well-known/oauth-authorization-server',
      'GET /static/js/session-encrypt.js',
      'POST /api/v1/authentication/connection-token/',
    ]);
    const url = `${practice.url}/api/v1/authentication/connection-token/`;
    expect(JSON.parse((await run.transport.fetch({ method: 'GET', url })).body)).toEqual([]);
    expect([practice.terminals(), practice.liveShells]).toEqual([[], 0]);
    expect(JSON.stringify(await doctor.examine())).not.toContain(practice.webSessions()[0]?.id);
  });

  test('requests to a site are spaced, over several runs too, and one run serves all who ask', async ({
    expect,
    onTestFinished,
  }) => {
    const { run, doctor } = await world(onTestFinished);
    run.transport.requests.length = 0;
    const started = Date.now();
    await Promise.all([doctor.examine(), doctor.examine()]);
    await doctor.examine();
    // Five requests and a handshake each.
    expect(run.transport.requests).toHaveLength(10);
    expect(Date.now() - started).toBeGreaterThan(11 * 350 - 50);
  });

  const unasked = { organisation: 'needs-answer', tokens: 'needs-answer', koko: 'needs-answer' };

  test.for<[string, (practice: PracticeSite, run: Run) => unknown, Partial<Record<keyof typeof healthy, string>>]>([
    [
      'core behind the web server is down',
      (practice) => practice.setFault('bad-gateway'),
      {
        ...unasked,
        address: 'address-trouble',
        session: 'session-unseen',
      },
    ],
    [
      'a session that ended',
      (practice) => practice.expireWebSessions('alice'),
      {
        session: 'session-expired',
        organisation: 'needs-sign-in',
        tokens: 'needs-sign-in',
        koko: 'needs-sign-in',
      },
    ],
    [
      'nobody signed in',
      (_, run) => run.site.signOut(),
      {
        session: 'session-none',
        organisation: 'needs-sign-in',
        tokens: 'needs-sign-in',
        koko: 'needs-sign-in',
      },
    ],
    [
      'a throttled user',
      (practice) => practice.setThrottle(0),
      {
        session: 'session-throttled',
        organisation: 'throttled',
        tokens: 'throttled',
        koko: 'throttled',
      },
    ],
    ['a throttle that sets in at KoKo', (practice) => practice.setThrottle(3), { koko: 'koko-throttled' }],
    ['a user without the permission', forbid('no-permission'), { tokens: 'tokens-refused' }],
    ['a form token that is refused', forbid('csrf-token'), { tokens: 'tokens-csrf' }],
    ['validation as newer versions write it', forbid('detail'), { version: 'version-between' }],
    ['KoKo down behind its proxy', (practice) => practice.setKokoFault('bad-gateway'), { koko: 'koko-down' }],
    [
      'a proxy that passes no WebSockets',
      (practice) => practice.setKokoFault('no-upgrade'),
      { koko: 'koko-no-upgrade' },
    ],
    ['KoKo that does not reach core', (practice) => practice.setKokoFault('core-lost'), { koko: 'koko-refuses' }],
    ['KoKo that says nothing', (practice) => practice.setKokoFault('mute'), { koko: 'koko-mute' }],
    ['a clock that is a minute off', (practice) => practice.setClockAhead(60), { clock: 'clock-off' }],
    ['a clock that is an hour off', (practice) => practice.setClockAhead(-3600), { clock: 'clock-far-off' }],
    [
      'no site at all',
      (practice) => practice.dispose(),
      {
        ...unasked,
        address: 'address-silent',
        clock: 'clock-unseen',
        session: 'session-unseen',
        version: 'needs-answer',
      },
    ],
    [
      'a site that takes requests and never answers',
      (practice) => practice.setFault('hang'),
      {
        ...unasked,
        address: 'address-too-slow',
        clock: 'clock-unseen',
        session: 'session-unseen',
        version: 'needs-answer',
      },
    ],
  ])('%s', async ([, breakIt, expected], { expect, onTestFinished }) => {
    const { practice, run, found } = await world(onTestFinished);
    await breakIt(practice, run);
    expect(await found()).toMatchObject(expected);
  });

  test('a session that doctor finds lost is lost for the tray and the window too', async ({
    expect,
    onTestFinished,
  }) => {
    const { practice, run, found } = await world(onTestFinished);
    practice.expireWebSessions('alice');
    await found();
    expect(run.state.kind).toBe('expired');
  });

  test('a site with an end of its session says how long it lasts, one in browser-close mode does not', async ({
    expect,
    onTestFinished,
  }) => {
    const { doctor } = await world(onTestFinished, { sessionAgeSeconds: 3600 });
    const session = (await doctor.examine()).find(({ id }) => id === 'site-session');
    expect(session?.facts['user']).toBe('alice');
    expect(Math.abs(Number(session?.facts['minutes']) - 60)).toBeLessThan(3);
    expect((await (await world(onTestFinished, { browserCloseMode: true })).found())['session']).toBe(
      'session-open-ended',
    );
  });

  test('a proxy that nobody answers at is named, and so is one that terminals cannot use', async ({
    expect,
    onTestFinished,
  }) => {
    const server = net.createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const through = (...ways: Way[]): SiteRoute => ({
      ...direct,
      ways: async () => ways,
      accepts: (host, at) =>
        new Promise((resolve) => {
          const socket = net.connect({ host, port: at });
          socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
        }),
    });
    const gone: Way = { kind: 'proxy', host: '127.0.0.1', port };
    expect((await (await world(onTestFinished, {}, through(gone))).found())['proxy']).toBe('proxy-silent');
    const fallBack = await world(onTestFinished, {}, through(gone, { kind: 'direct' }));
    expect((await fallBack.found())['proxy']).toBe('proxy-passed-over');
    const odd = await world(onTestFinished, {}, through({ kind: 'unsupported', name: 'SOCKS 127.0.0.1:1080' }));
    expect((await odd.found())['proxy']).toBe('proxy-kind');
  });

  test('a check that cannot end is given up after five seconds', async ({ expect, onTestFinished }) => {
    const { found } = await world(onTestFinished, {}, { ...direct, certificate: () => new Promise(() => {}) });
    expect((await found())['certificate']).toBe('too-slow');
  });

  test('while the bridge is raised nothing is asked of a site', async ({ expect, onTestFinished }) => {
    const { run, doctor } = await world(onTestFinished);
    run.transport.requests.length = 0;
    const findings = await doctor.examineWithoutSites();
    expect(new Set(findings.flatMap(({ site, outcome }) => (site ? [outcome] : [])))).toEqual(
      new Set(['needs-lowered']),
    );
    expect(run.transport.requests).toEqual([]);
  });

  test('results are told as they come', async ({ expect, onTestFinished }) => {
    const { doctor } = await world(onTestFinished);
    const open: number[] = [];
    doctor.on('did-look', ({ looked, done }) => {
      const waiting = looked.filter(({ finding }) => finding === null).length;
      if (waiting !== open.at(-1)) open.push(waiting);
      expect(done).toBe(waiting === 0 && done);
    });
    await doctor.examine();
    expect(open.length).toBeGreaterThan(4);
    expect(open).toEqual([...open].sort((one, other) => other - one));
    expect(open.at(-1)).toBe(0);
  });
});

function forbid(name: 'no-permission' | 'csrf-token' | 'detail') {
  return (practice: PracticeSite) =>
    practice.setRestFault({ name, path: '/api/v1/authentication/connection-token/', method: 'POST' });
}
