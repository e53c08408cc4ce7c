import { afterEach, expect, test } from 'vitest';
import type { RestRequest } from '../../../main/jumpserver/rest-transport.ts';
import type { PracticeSiteOptions } from '../../../practice/options.ts';
import { PracticeSite } from '../../../practice/practice-site.ts';
import { settle } from '../../support/fake-clock.ts';
import { agent, Run, signedIn, type WatchedTransport } from './one-person.ts';

/** What happens while something else is under way: signing out, removing and quitting do not wait for it. */

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

/** A later start of the app, with what the first one left behind. */
async function laterStart(options: PracticeSiteOptions = {}) {
  const { practice, disk, run } = await world(options);
  await run.clock.advance(1_000);
  await run.registry.dispose();
  const later = new Run(practice, disk);
  ended.push(() => later.registry.dispose());
  return { practice, disk, run: later };
}

/** Keeps requests that end so from leaving until they are let go. */
function hold(transport: WatchedTransport, path: string) {
  const fetch = transport.fetch.bind(transport);
  let release = () => {};
  let reached = () => {};
  const free = new Promise<void>((resolve) => {
    release = resolve;
  });
  const met = new Promise<void>((resolve) => {
    reached = resolve;
  });
  transport.fetch = async (request: RestRequest) => {
    const answer = await fetch(request);
    if (new URL(request.url).pathname.endsWith(path)) {
      reached();
      await free;
    }
    return answer;
  };
  return { met, release };
}

const PROFILE = '/users/profile/';

test('whoever signs out while the saved session is looked at stays signed out, on the site too', async () => {
  const { disk, run } = await laterStart();
  const profile = hold(run.transport, PROFILE);
  const restored = run.registry.restore();
  await profile.met;
  const signedOut = run.site.signOut();
  profile.release();
  await Promise.all([restored, signedOut]);
  await settle();
  expect(run.state).toMatchObject({ kind: 'signed-out', why: 'by-person' });
  await run.clock.advance(1_000);
  expect(disk.secrets.size).toBe(0);
  expect(run.transport.requests).toContain('GET /core/auth/logout/');
});

test('a site that is removed while its saved session is looked at is told of no more, and asked nothing more', async () => {
  const { disk, run } = await laterStart();
  const { transport, site } = run;
  const profile = hold(transport, PROFILE);
  const restored = run.registry.restore();
  await profile.met;
  const removed = run.registry.remove(site.id);
  profile.release();
  await Promise.all([restored, removed]);
  const told: string[] = [];
  run.registry.on('did-change', ({ id }) => told.push(id));
  transport.requests.length = 0;
  await run.clock.advance(10 * 60_000);
  await transport.quiet();
  expect([told, transport.requests, run.clock.pending, disk.secrets.size]).toEqual([[], [], 0, 0]);
});

test('quitting while a saved session is looked at keeps it, and leaves nothing that would go on', async () => {
  const { disk, run } = await laterStart();
  const { site, transport } = run;
  const profile = hold(transport, PROFILE);
  const restored = run.registry.restore();
  await profile.met;
  const ending = run.registry.dispose();
  profile.release();
  await Promise.all([restored, ending]);
  await settle();
  expect([site.summary().session.kind, run.clock.pending, disk.secrets.size]).toEqual(['signed-out', 0, 1]);
});

test('whoever signs out in the moment in which the sign-in goes through is not signed in', async () => {
  const { disk, run } = await world();
  await run.site.signOut();
  const organisation = hold(run.transport, '/orgs/current/');
  const signIn = run.site.whenSignedIn({ kind: 'person' });
  const outcome = expect(signIn).rejects.toMatchObject({ code: 'sign-in-required' });
  await organisation.met;
  const signedOut = run.site.signOut();
  organisation.release();
  await Promise.all([outcome, signedOut]);
  await run.clock.advance(1_000);
  expect(run.state).toMatchObject({ kind: 'signed-out', why: 'by-person' });
  expect(disk.secrets.size).toBe(0);
});

test('quitting in browser-close mode signs out, also while the site does not answer', async () => {
  const { practice, disk, run } = await world({ browserCloseMode: true });
  await run.clock.advance(1_000);
  expect(disk.secrets.size).toBe(1);
  practice.setFault('bad-gateway');
  await run.site.reportLost();
  expect(run.state.kind).toBe('unreachable');
  await run.registry.dispose();
  expect(disk.secrets.size).toBe(0);
});

test('a network that comes and goes is nobody’s work: it does not keep an idle session alive', async () => {
  const { practice, run } = await world({ sessionAgeSeconds: 24 * 3600 });
  await run.pass(61 * 60_000);
  expect(run.state).toMatchObject({ kind: 'signed-in', keptAlive: false });
  practice.setFault('bad-gateway');
  await run.pass(60_000);
  expect(run.state.kind).toBe('unreachable');
  practice.setFault('none');
  run.transport.requests.length = 0;
  await run.pass(60 * 60_000);
  expect(run.state).toMatchObject({ kind: 'signed-in', keptAlive: false });
  expect([...new Set(run.transport.requests)]).toEqual(['GET /api/v1/users/profile/']);
});

test('a practice site is one by its word of now: what answers at its address later is asked about', async () => {
  const { run } = await laterStart();
  expect(run.site.summary().practice).toBe(false);
  await run.registry.restore();
  expect(run.site.summary().practice).toBe(true);
});

test('a real site at the address of a former practice site is no practice site', async () => {
  const { practice, disk, run } = await world();
  expect(run.site.summary().practice).toBe(true);
  await run.clock.advance(1_000);
  await run.registry.dispose();
  await practice.dispose();
  const real = await PracticeSite.start({ looksReal: true, port: Number(new URL(practice.url).port) });
  ended.push(() => real.dispose());
  const later = new Run(real, disk);
  ended.push(() => later.registry.dispose());
  await later.registry.restore();
  await later.site.whenSignedIn(agent());
  expect(later.site.summary()).toMatchObject({ practice: false, session: { kind: 'signed-in' } });
});

test('a settings file that calls a real address a practice site is not believed', async () => {
  const { practice, disk } = await world();
  const [stored] = disk.sites;
  if (!stored) throw new Error('no site was stored');
  disk.sites = [{ ...stored, baseUrl: 'https://jump.example.com', practice: true }];
  const later = new Run(practice, disk);
  ended.push(() => later.registry.dispose());
  expect(later.site.summary().practice).toBe(false);
});
