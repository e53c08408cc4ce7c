import { TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PracticeSite } from '../../../practice/practice-site.ts';
import { csrfOf, WebClient } from './web-client.ts';

const LOGIN = '/core/auth/login/?next=/ui/';

describe('signing in to the practice site', () => {
  let site: PracticeSite;
  beforeAll(async () => {
    site = await PracticeSite.start({ login: { captcha: 'off' } });
  });
  afterAll(() => site.dispose());

  const bobCode = () => new TOTP({ secret: site.users.bob.otpSecret ?? '' }).generate();

  it('follows the transcript of protocol 2.6 for a person with OTP', async () => {
    const web = new WebClient(site.url);
    const form = await web.get(LOGIN);
    expect(form.status).toBe(200);
    expect(web.lastSetCookies.map((line) => line.split('=')[0]).sort()).toEqual(
      ['SESSION_COOKIE_NAME_PREFIX', 'jms_csrftoken', 'jms_public_key', 'jms_sessionid'].sort(),
    );
    const session0 = web.cookies.get('jms_sessionid');
    const csrf0 = web.cookies.get('jms_csrftoken');
    const page = await form.text();
    expect(page).toContain('id="login-form"');
    expect(page).toMatch(/<input type="password" id="password"(?![^>]*name=)/);

    const posted = await web.form(LOGIN, {
      csrfmiddlewaretoken: csrfOf(page),
      username: 'bob',
      password: web.encrypted(site.users.bob.password),
    });
    expect([posted.status, posted.headers.get('location')]).toEqual([302, '/core/auth/login/guard/?next=/ui/']);
    expect((await web.api('GET', '/api/v1/users/profile/')).status).toBe(401);

    const guard = await web.get('/core/auth/login/guard/?next=/ui/');
    expect(guard.headers.get('location')).toBe('/core/auth/login/mfa/?next=/ui/');
    const mfa = csrfOf(await (await web.get('/core/auth/login/mfa/?next=/ui/')).text());
    const wrong = await web.form('/core/auth/login/mfa/?next=/ui/', {
      csrfmiddlewaretoken: mfa,
      mfa_type: 'otp',
      code: '000000',
    });
    expect(wrong.status).toBe(200);
    expect(await wrong.text()).toContain('class="red-fonts"');
    const right = await web.form('/core/auth/login/mfa/?next=/ui/', {
      csrfmiddlewaretoken: mfa,
      mfa_type: 'otp',
      code: bobCode(),
    });
    expect(right.headers.get('location')).toBe('/core/auth/login/guard/?_=mfa_ok&next=/ui/');
    const done = await web.get('/core/auth/login/guard/?_=mfa_ok&next=/ui/');
    expect([done.status, done.headers.get('location')]).toEqual([302, '/ui/']);
    expect(web.cookies.get('django_language')).toBe('en');
    expect(web.cookies.get('jms_sessionid')).not.toBe(session0);
    expect(web.cookies.get('jms_csrftoken')).not.toBe(csrf0);

    const profile = await web.api('GET', '/api/v1/users/profile/');
    expect(profile.status).toBe(200);
    expect(await profile.json()).toMatchObject({ username: 'bob', mfa_enabled: true });

    // The session and the token from before are worthless.
    const before = new WebClient(site.url);
    before.cookies.set('jms_sessionid', session0 ?? '');
    expect((await before.api('GET', '/api/v1/users/profile/')).status).toBe(401);
    const session1 = new WebClient(site.url);
    session1.cookies.set('jms_sessionid', web.cookies.get('jms_sessionid') ?? '');
    session1.cookies.set('jms_csrftoken', csrf0 ?? '');
    expect((await session1.api('POST', '/api/v1/assets/favorite-assets/', { asset: 'x' })).status).toBe(403);
  });

  it('answers a failed login with 200 and the form, and names the tries left', async () => {
    const web = new WebClient(site.url);
    const csrf = csrfOf(await (await web.get(LOGIN)).text());
    const failed = await web.form(LOGIN, { csrfmiddlewaretoken: csrf, username: 'nobody', password: 'x' });
    const page = await failed.text();
    expect(failed.status).toBe(200);
    expect(page).toContain('<p class="help-block red-fonts">');
    expect(page).toContain('You can also try 7 times');
    expect(csrfOf(page)).toHaveLength(64);
  });

  it('locks an account at the eighth request, also for the right password', async () => {
    const web = new WebClient(site.url);
    const csrf = csrfOf(await (await web.get(LOGIN)).text());
    const attempt = async (password: string) => {
      const answer = await web.form(LOGIN, { csrfmiddlewaretoken: csrf, username: 'admin', password });
      return `${answer.status} ${await answer.text()}`;
    };
    for (let left = 7; left >= 1; left -= 1) expect(await attempt('no')).toContain(`You can also try ${left} times`);
    expect(await attempt(site.users.admin.password)).toMatch(/^200 .*The account has been locked/s);
  });

  it('takes the wrong separator for a wrong password, and plain text for what it is', async () => {
    const web = new WebClient(site.url);
    const csrf = csrfOf(await (await web.get(LOGIN)).text());
    const post = (password: string) => web.form(LOGIN, { csrfmiddlewaretoken: csrf, username: 'alice', password });
    const wrong = await post(web.encrypted(site.users.alice.password, '::encrypted::'));
    expect(wrong.status).toBe(200);
    expect(await wrong.text()).toContain('incorrect');
    expect((await post(site.users.alice.password)).status).toBe(302);
  });

  it('refuses a post without the test marker, and a form without its token', async () => {
    const web = new WebClient(site.url);
    await web.get('/core/auth/logout/');
    const secret = 'a'.repeat(32);
    web.cookies.set('jms_csrftoken', secret);
    const fields = { csrfmiddlewaretoken: secret, username: 'alice', password: site.users.alice.password };
    const unmarked = await web.form('/core/auth/login/', fields);
    expect(unmarked.status).toBe(200);
    expect(await unmarked.text()).toContain('Login timeout, please try again.');
    const bare = await web.form('/core/auth/login/', { ...fields, csrfmiddlewaretoken: '' });
    expect([bare.status, bare.headers.get('location')]).toEqual([302, '/core/auth/login/?csrf_failure=1&admin=1']);
    const foreign = await web.form('/core/auth/login/', fields, { origin: 'null' });
    expect(foreign.headers.get('location')).toBe('/core/auth/login/?csrf_failure=1&admin=1');
    expect((await web.form('/core/auth/login/', fields, { origin: site.url })).status).toBe(302);
  });

  it('forgets the first factor after its time', async () => {
    const quick = await PracticeSite.start({ preAuthSeconds: 0 });
    try {
      const web = new WebClient(quick.url);
      const csrf = csrfOf(await (await web.get(LOGIN)).text());
      await web.form(LOGIN, { csrfmiddlewaretoken: csrf, username: 'bob', password: quick.users.bob.password });
      await expect
        .poll(async () => (await web.get('/core/auth/login/guard/?next=/ui/')).headers.get('location'))
        .toBe('/core/auth/login/?next=/ui/');
    } finally {
      await quick.dispose();
    }
  });

  it('uses an empty cookie prefix when told', async () => {
    const bare = await PracticeSite.start({ cookiePrefix: '' });
    try {
      const web = new WebClient(bare.url);
      await web.get(LOGIN);
      expect(web.lastSetCookies).toContain('SESSION_COOKIE_NAME_PREFIX=""; Path=/');
      expect(web.cookies.has('sessionid')).toBe(true);
      expect(web.cookies.has('csrftoken')).toBe(true);
    } finally {
      await bare.dispose();
    }
  });
});
