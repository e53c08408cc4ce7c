import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PracticeSite } from '../../../practice/practice-site.ts';
import { WebClient } from './web-client.ts';

const PROFILE = '/api/v1/users/profile/';

describe('the web session of the practice site', () => {
  let site: PracticeSite;
  let alice: WebClient;
  beforeAll(async () => {
    site = await PracticeSite.start();
  });
  afterAll(() => site.dispose());
  beforeEach(async () => {
    alice = new WebClient(site.url);
    await alice.signIn(site.users.alice);
  });

  const expiry = () => site.webSessions().find((one) => one.id === alice.cookies.get('jms_sessionid'))?.expiresAt ?? 0;

  it('answers 401 and deletes the cookie after a kick', async () => {
    expect(site.expireWebSessions('alice')).toBeGreaterThan(0);
    const answer = await alice.api('GET', PROFILE);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Signature realm="api",headers="(request-target) date"');
    expect(await answer.json()).toEqual({
      detail: 'Authentication credentials were not provided.',
      code: 'not_authenticated',
    });
    expect(alice.lastSetCookies).toContain(
      'jms_sessionid=""; expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Path=/; SameSite=Lax',
    );
  });

  it('is not renewed by profile and user-session, although their cookies look fresh', async () => {
    const before = expiry();
    await expect.poll(() => Date.now()).toBeGreaterThan(before - 86_400_000 + 5);
    for (const path of [PROFILE, '/api/v1/authentication/user-session/', '/api/v1/users/profile/permissions/']) {
      expect((await alice.api('GET', path)).status).toBe(200);
      expect(alice.lastSetCookies.some((line) => /^jms_sessionid=.*Max-Age=86400/.test(line))).toBe(true);
      expect(expiry()).toBe(before);
    }
    await alice.api('GET', '/api/v1/settings/server-info/');
    expect(expiry()).toBeGreaterThan(before);
  });

  it('never sends the key cookie on API paths', async () => {
    alice.cookies.delete('jms_public_key');
    await alice.api('GET', '/api/v1/orgs/orgs/current/');
    expect(alice.cookies.has('jms_public_key')).toBe(false);
  });

  it('gives 403 without a body to anonymous page counting', async () => {
    const answer = await new WebClient(site.url).api('GET', '/api/v1/authentication/user-session/');
    expect([answer.status, await answer.text()]).toEqual([403, '']);
  });

  it('logs out with a page, not a redirect', async () => {
    const answer = await alice.get('/core/auth/logout/');
    expect(answer.status).toBe(200);
    expect((await alice.api('GET', PROFILE)).status).toBe(401);
  });

  it('keeps a renewed cookie for a person who was disabled, and answers 401', async () => {
    site.setUserActive('alice', false);
    try {
      expect((await alice.api('GET', PROFILE)).status).toBe(401);
      expect(alice.cookies.has('jms_sessionid')).toBe(true);
    } finally {
      site.setUserActive('alice', true);
    }
  });

  it('throttles with Retry-After', async () => {
    site.setThrottle(2);
    try {
      await alice.api('GET', PROFILE);
      await alice.api('GET', PROFILE);
      const answer = await alice.api('GET', PROFILE);
      expect(answer.status).toBe(429);
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      expect((await answer.json()).code).toBe('throttled');
    } finally {
      site.setThrottle(4096);
    }
  });

  it('shows nginx’s page on a bad day', async () => {
    site.setFault('bad-gateway');
    try {
      const answer = await alice.api('GET', PROFILE);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([502, 'text/html; charset=utf-8']);
    } finally {
      site.setFault('none');
    }
  });

  it('ends six seconds after the last page closed, in browser-close mode', async () => {
    const closing = await PracticeSite.start({ browserCloseMode: true });
    try {
      const web = new WebClient(closing.url);
      await web.signIn(closing.users.alice);
      expect(web.lastSetCookies.find((line) => line.startsWith('jms_sessionid'))).not.toContain('Max-Age');
      await web.api('GET', '/api/v1/authentication/user-session/');
      await web.api('DELETE', '/api/v1/authentication/user-session/');
      expect((await web.api('GET', PROFILE)).status).toBe(200);
      await expect.poll(() => closing.webSessions().length, { timeout: 9000, interval: 200 }).toBe(0);
    } finally {
      await closing.dispose();
    }
  });
});
