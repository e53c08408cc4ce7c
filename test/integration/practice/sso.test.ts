import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PracticeSite } from '../../../practice/practice-site.ts';
import { WanderingBrowser } from './wandering-browser.ts';

const METHODS = ['openid', 'cas', 'saml2', 'oauth2'] as const;

describe('signing in through the identity provider', () => {
  let site: PracticeSite;
  let browser: WanderingBrowser;
  beforeAll(async () => {
    site = await PracticeSite.start();
  });
  afterAll(() => site.dispose());
  beforeEach(() => {
    site.login.set({ methods: [...METHODS], autoRedirect: 'off', redirectMessage: true, mfaForThirdParty: false });
    site.login.setIdp({ responseMode: 'query', window: 'same', hops: 0, consent: true, remembers: true });
    site.login.setRules('alice', { factors: [], loginRule: 'accept', expired: false });
    site.setUserActive('alice', true);
    site.clearLoginLocks();
    browser = new WanderingBrowser();
  });

  const login = (query = '?next=/ui/') => browser.open(`${site.url}/core/auth/login/${query}`);
  const follow = (pattern: RegExp) => browser.open((pattern.exec(browser.html)?.[1] ?? '').replaceAll('&amp;', '&'));
  const toProvider = async (method: string) => {
    await login();
    await follow(new RegExp(`data-method="${method}" href="([^"]+)"`));
    expect(browser.url).toContain(site.idpUrl);
  };
  const atProvider = (password = 'practice-alice') => browser.submit('idp-login', { username: 'alice', password });
  const allow = () => browser.submit('idp-consent', { answer: 'yes' });
  const through = async (method: string) => {
    await toProvider(method);
    await atProvider();
    await allow();
    if (browser.html.includes('id="idp-post"')) await browser.submit('idp-post');
  };
  const profile = async () => {
    const answer = await browser.api('/api/v1/users/profile/');
    return answer.status === 200 ? (await answer.json()).username : `${answer.status} ${await answer.text()}`;
  };

  it('is on another host, and offered on the login page only where enabled', async () => {
    expect(new URL(site.idpUrl).hostname).not.toBe(new URL(site.url).hostname);
    site.login.set({ methods: ['cas'] });
    await login();
    expect([...browser.html.matchAll(/data-method="(\w+)"/g)].map(([, name]) => name)).toEqual(['cas']);
    await browser.open('/core/auth/openid/login/');
    expect(browser.status).toBe(404);
  });

  it.each(METHODS)('lets a person in by %s, over a login and a consent page, to where they wanted', async (method) => {
    await through(method);
    expect(browser.url).toBe(`${site.url}/ui/`);
    expect(await profile()).toBe('alice');
    expect(browser.jars.get('localhost')?.has('jms_sessionid')).toBe(false);
    expect(browser.cookie('localhost', 'practice_id')).toBeDefined();
  });

  it('brings OpenID’s answer by a posted form when told, without any cookie of the site', async () => {
    site.login.setIdp({ responseMode: 'form_post' });
    await through('openid');
    expect(browser.url).toBe(`${site.url}/ui/`);
    expect(await profile()).toBe('alice');
  });

  it('says what is wrong at the provider itself', async () => {
    await toProvider('openid');
    await atProvider('wrong');
    expect(browser.html).toContain('Wrong account or password');
    await atProvider();
    expect(browser.html).toContain('id="idp-consent"');
  });

  it.each(METHODS)('comes back to the form when the person denies consent, by %s', async (method) => {
    await toProvider(method);
    await atProvider();
    await browser.submit('idp-consent', { answer: 'no' });
    if (browser.html.includes('id="idp-post"')) await browser.submit('idp-post');
    if (method === 'cas') expect(browser.url).toContain(site.idpUrl);
    else expect(browser.html).toContain('href="/core/auth/login/?admin=1"');
    await browser.open(`${site.url}/core/auth/login/?admin=1`);
    expect(browser.html).toContain('id="login-form"');
  });

  it('remembers the person at the provider, and forgets on sign-out', async () => {
    site.login.setIdp({ consent: false });
    await toProvider('openid');
    await atProvider();
    expect(await profile()).toBe('alice');
    await browser.open(`${site.url}/core/auth/logout/`);
    expect(browser.visited).toContain(`${site.url}/core/auth/openid/logout/`);
    expect(browser.url).toBe(`${site.url}/core/auth/login/?admin=1`);
    expect(await profile()).toMatch(/^401/);
    await toProvider('cas');
    expect(browser.html).toContain('id="idp-login"');
  });

  it('refuses an answer to a question that this session did not ask', async () => {
    site.login.setIdp({ consent: false });
    await toProvider('openid');
    const mine = browser;
    browser = new WanderingBrowser();
    browser.url = mine.url;
    browser.html = mine.html;
    await atProvider();
    expect(browser.status).toBe(400);
    expect(await profile()).toMatch(/^401/);
  });

  it('takes a code and a ticket once', async () => {
    site.login.setIdp({ consent: false });
    for (const method of ['openid', 'cas'] as const) {
      browser = new WanderingBrowser();
      await toProvider(method);
      await atProvider();
      const answer = browser.visited.find((url) => /[?&](code|ticket)=/.test(url)) ?? '';
      const other = new WanderingBrowser();
      await other.open(answer);
      expect([400, 200]).toContain(other.status);
      expect((await other.api(`${site.url}/api/v1/users/profile/`)).status).toBe(401);
    }
  });

  it('refuses a forged SAML answer', async () => {
    site.login.setIdp({ consent: false });
    await toProvider('saml2');
    await atProvider();
    const value = /name="SAMLResponse" value="([^"]+)"/.exec(browser.html)?.[1] ?? '';
    const xml = Buffer.from(value, 'base64').toString();
    expect(xml).toContain('<saml:NameID>alice</saml:NameID>');
    const forged = Buffer.from(xml.replaceAll('>alice<', '>admin<')).toString('base64');
    const real = browser.html;
    browser.html = real.replace(value, forged);
    await browser.submit('idp-post');
    expect(await profile()).toMatch(/^401/);
  });

  it('types in a pop-up, in a new window, or hops over pages that go on by script', async () => {
    site.login.setIdp({ window: 'popup-message', consent: false });
    await toProvider('openid');
    const opener = browser.url;
    await follow(/window\.open\('([^']+)'/);
    await browser.submit('idp-login', { username: 'alice', password: 'practice-alice' });
    expect(browser.html).toContain('opener.postMessage');
    await browser.open(opener);
    expect(await profile()).toBe('alice');

    site.login.setIdp({ window: 'popup-opener', remembers: false });
    browser = new WanderingBrowser();
    await toProvider('openid');
    await follow(/window\.open\('([^']+)'/);
    await browser.submit('idp-login', { username: 'alice', password: 'practice-alice' });
    expect(browser.html).toContain('opener.location.href');

    site.login.setIdp({ window: 'blank-link', hops: 3 });
    browser = new WanderingBrowser();
    await toProvider('oauth2');
    expect(browser.html).toContain('target="_blank"');
    await follow(/id="idp-blank" href="([^"]+)"/);
    await browser.submit('idp-login', { username: 'alice', password: 'practice-alice' });
    const hosts: string[] = [];
    while (browser.html.includes('location.replace')) {
      await follow(/location\.replace\("([^"]+)"\)/);
      hosts.push(new URL(browser.url).hostname);
    }
    expect(hosts).toEqual(['127.0.0.1', 'localhost', '127.0.0.1']);
    expect(browser.url).toBe(`${site.url}/ui/`);
    expect(await profile()).toBe('alice');
  });

  it('leads on by itself over a notice of three seconds, which admin=1 avoids', async () => {
    site.login.set({ autoRedirect: 'openid' });
    await login();
    expect(browser.url).toContain('/core/common/flash-message/?code=');
    expect(browser.html).toContain('href="/core/auth/login/?admin=1&amp;next=/ui/"');
    expect(browser.html).toContain('<span id="flash-seconds">3</span>');
    await follow(/id="flash-go-on" href="([^"]+)"/);
    expect(browser.url).toContain(site.idpUrl);

    await login('?admin=1');
    expect(browser.html).toContain('id="login-form"');
    site.login.set({ redirectMessage: false });
    await login();
    expect(browser.url).toContain(site.idpUrl);
  });

  it('stands behind the second factor where third parties need one', async () => {
    site.login.set({ mfaForThirdParty: true });
    site.login.setRules('alice', { factors: ['mfa_custom'] });
    await through('openid');
    expect(browser.url).toBe(`${site.url}/core/auth/login/mfa/?_=middleware`);
    expect(await profile()).toBe('401 ');
    const other = await browser.api('/api/v1/settings/server-info/');
    expect([other.status, other.headers.get('location')]).toEqual([302, '/core/auth/login/mfa/?_=middleware']);

    await browser.submit('mfa-form', { mfa_type: 'mfa_custom', code: 'custom-alice' });
    expect(browser.url).toBe(`${site.url}/ui/`);
    expect(await profile()).toBe('alice');
  });

  it.each<[string, () => void, RegExp]>([
    ['locked', () => site.login.lockUser('alice'), /locked/],
    ['refused by a rule', () => site.login.setRules('alice', { loginRule: 'reject' }), /not allowed/],
  ])('logs an account that is %s out again at the first request', async (_, arrange, reason) => {
    arrange();
    await through('openid');
    await browser.open(`${site.url}/core/auth/login/`);
    expect(browser.status).toBe(200);
    expect(browser.html).toMatch(reason);
    expect(browser.html).toContain('<span id="flash-seconds">10</span>');
    expect(await profile()).toMatch(/^401/);
  });

  it('sends a login that needs an approver to the wait page', async () => {
    site.login.setRules('alice', { loginRule: 'review' });
    await through('cas');
    await browser.open(`${site.url}/core/auth/login/`);
    expect(browser.url).toContain('/core/auth/login/wait-confirm/');
    const ticket = await site.login.nextTicket();
    site.login.decideTicket(ticket.id, 'approved');
    await browser.open('/core/auth/login/guard/');
    expect(await profile()).toBe('alice');
  });

  it('lets nobody in whose account is disabled here', async () => {
    site.setUserActive('alice', false);
    await through('oauth2');
    expect(browser.html).toContain('href="/core/auth/login/?admin=1"');
    expect(await profile()).toMatch(/^401/);
  });

  it('is controlled over the control API as well', async () => {
    const call = (path: string, body: unknown) =>
      fetch(`${site.url}/practice/api/${path}`, {
        method: 'POST',
        headers: { 'x-practice-key': site.controlKey },
        body: JSON.stringify(body),
      }).then((answer) => answer.json());
    expect(await call('idp', { hops: 2 })).toMatchObject({ hops: 2, window: 'same' });
    expect(await call('login', { methods: ['saml2'] })).toMatchObject({ methods: ['saml2'] });
    expect(await (await fetch(site.controlUrl)).text()).toContain('enable openid');
  });
});
