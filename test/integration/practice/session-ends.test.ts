import { afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { REST_FAULT_NAMES } from '../../../practice/control/rest-faults.ts';
import { SESSION_ENDS } from '../../../practice/control/session-ends.ts';
import type { PracticeSiteOptions } from '../../../practice/options.ts';
import { PracticeSite } from '../../../practice/practice-site.ts';
import { openTerminal } from './raw-terminal.ts';
import { WebClient } from './web-client.ts';

const PROFILE = '/api/v1/users/profile/';
const sites: PracticeSite[] = [];
afterEach(async () => {
  await Promise.all(sites.splice(0).map((site) => site.dispose()));
});

async function started(options: PracticeSiteOptions = {}) {
  const site = await PracticeSite.start(options);
  sites.push(site);
  return { site, alice: await visitor(site, 'alice') };
}

async function visitor(site: PracticeSite, name: 'alice' | 'admin'): Promise<WebClient> {
  const client = new WebClient(site.url);
  await client.signIn(site.users[name]);
  return client;
}

/** How KoKo answers a handshake with the client's cookies. */
function handshake(client: WebClient): Promise<number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`${client.url.replace('http', 'ws')}/koko/ws/terminal/?token=x`, {
      headers: { cookie: client.cookieHeader() },
    });
    socket.on('upgrade', () => resolve(101));
    socket.on('open', () => socket.terminate());
    socket.on('unexpected-response', (_request, response) => {
      resolve(response.statusCode ?? 0);
      response.resume();
    });
    socket.on('error', () => undefined);
  });
}

test.each(SESSION_ENDS)('after %s REST says 401 and KoKo redirects, while an open terminal goes on', async (how) => {
  const { site, alice } = await started();
  const terminal = await openTerminal(alice, 'web-01');
  expect(await handshake(alice)).toBe(101);
  expect(site.endSessions('alice', how)).toBe(1);
  expect(await handshake(alice)).toBe(302);
  expect((await alice.api('GET', PROFILE)).status).toBe(401);
  // A disabled person keeps a renewed cookie; every other end deletes it (measured).
  expect(alice.cookies.has('jms_sessionid')).toBe(how === 'user-disabled');
  terminal.run('echo st""ill');
  await terminal.shows('still\r\n');
  terminal.end();
});

test('an administrator lists web sessions and ends one, never the own one', async () => {
  const { site, alice } = await started();
  const admin = await visitor(site, 'admin');
  const path = '/api/v1/audits/user-sessions/';
  expect((await alice.api('GET', path)).status).toBe(403);
  const rows: { id: string; user: { name: string }; is_current_user_session: boolean }[] = await (
    await admin.api('GET', path)
  ).json();
  expect(rows.map(({ user, is_current_user_session }) => [user.name, is_current_user_session])).toEqual([
    ['Alice(alice)', false],
    ['Administrator(admin)', true],
  ]);
  await admin.api('POST', `${path}offline/`, { ids: rows.map(({ id }) => id) });
  expect((await alice.api('GET', PROFILE)).status).toBe(401);
  expect((await admin.api('GET', PROFILE)).status).toBe(200);
});

test('with single-machine login the newest session is the only one', async () => {
  const { site, alice } = await started({ singleMachine: true });
  const second = await visitor(site, 'alice');
  expect((await alice.api('GET', PROFILE)).status).toBe(401);
  expect((await second.api('GET', PROFILE)).status).toBe(200);
});

test('a throttled person is redirected by KoKo as if signed out', async () => {
  const { site, alice } = await started();
  site.setThrottle(0);
  expect(await handshake(alice)).toBe(302);
  expect((await alice.api('GET', PROFILE)).status).toBe(429);
  site.setThrottle(4096);
  expect(await handshake(alice)).toBe(101);
});

test('quoted cookie values work as bare ones do', async () => {
  const { alice } = await started({ quotedCookies: true });
  expect(alice.cookies.get('jms_sessionid')).toMatch(/^"\w{32}"$/);
  expect((await alice.api('GET', PROFILE)).status).toBe(200);
});

test('a CSRF value that the site no longer takes is replaced by the guard', async () => {
  const { site, alice } = await started();
  const post = async () => (await alice.api('POST', '/api/v1/assets/favorite-assets/', { asset: 'x' })).status;
  site.rotateCsrf('alice');
  expect(await post()).toBe(403);
  const session = alice.cookies.get('jms_sessionid');
  await alice.get('/core/auth/login/guard/');
  expect(alice.cookies.get('jms_sessionid')).toBe(session);
  expect(await post()).not.toBe(403);
});

test('every shape of refusal can be had, as often as told, for the paths it is meant for', async () => {
  const { site, alice } = await started();
  for (const name of REST_FAULT_NAMES) {
    site.setRestFault({ name, path: '/api/v1/orgs/', times: 1 });
    expect((await alice.api('GET', PROFILE)).status).toBe(200);
    const answer = await alice.api('GET', '/api/v1/orgs/orgs/current/');
    expect([name, answer.status]).not.toEqual([name, name === 'cut-json' || name === 'login-page' ? 0 : 200]);
    expect((await alice.api('GET', '/api/v1/orgs/orgs/current/')).status).toBe(200);
  }
});
