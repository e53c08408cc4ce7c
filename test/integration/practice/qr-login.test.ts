import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PracticeSite } from '../../../practice/practice-site.ts';
import { WanderingBrowser } from './wandering-browser.ts';
import { WebClient } from './web-client.ts';

describe('signing in by a code that a phone confirms', () => {
  let site: PracticeSite;
  let browser: WanderingBrowser;
  beforeAll(async () => {
    site = await PracticeSite.start({ login: { methods: ['wecom', 'dingtalk'] } });
  });
  afterAll(() => site.dispose());
  beforeEach(() => {
    browser = new WanderingBrowser();
  });

  const polled = async (id: string) => (await fetch(`${site.idpUrl}/qr/status/${id}/`)).json();
  const profile = () => browser.api(`${site.url}/api/v1/users/profile/`);

  it('shows WeCom’s code on WeCom’s own page, which polls and goes on', async () => {
    await browser.open(`${site.url}/core/auth/wecom/qr/login/?next=/ui/`);
    expect(browser.url).toContain(`${site.idpUrl}/qr/connect/`);
    const id = /practiceQr\.watch\("(\w+)"/.exec(browser.html)?.[1] ?? '';
    const image = await fetch(`${site.idpUrl}/qr/image/${id}/`);
    expect(image.headers.get('content-type')).toBe('image/png');
    expect(await polled(id)).toEqual({ status: 'waiting' });
    await site.login.confirmQr('alice');
    const { status, url } = await polled(id);
    expect(status).toBe('confirmed');
    await browser.open(url);
    expect(browser.url).toBe(`${site.url}/ui/`);
    expect((await (await profile()).json()).username).toBe('alice');
  });

  it('shows DingTalk’s code on the site’s page, by a script from elsewhere', async () => {
    await browser.open(`${site.url}/core/auth/dingtalk/qr/login/?next=/ui/`);
    expect(browser.url).toContain(site.url);
    expect(browser.html).toContain(`<script src="${site.idpUrl}/qr/widget.js">`);
    const [, redirectUri = '', state = ''] = /practiceQr\.begin\("([^"]+)", "([^"]+)"/.exec(browser.html) ?? [];
    const query = new URLSearchParams({ redirect_uri: redirectUri, state });
    const confirmed = site.login.confirmQr('alice');
    const begun = await fetch(`${site.idpUrl}/qr/begin/?${query}`);
    expect(begun.headers.get('access-control-allow-origin')).toBe('*');
    const { id } = await begun.json();
    await confirmed;
    await browser.open((await polled(id)).url);
    expect((await profile()).status).toBe(200);
  });

  it('takes a confirmed code only in the session that asked, and once', async () => {
    await browser.open(`${site.url}/core/auth/wecom/qr/login/`);
    const id = /practiceQr\.watch\("(\w+)"/.exec(browser.html)?.[1] ?? '';
    await site.login.confirmQr('alice');
    const { url } = await polled(id);
    const thief = new WanderingBrowser();
    await thief.open(url);
    expect(thief.html).toContain('href="/core/auth/login/?admin=1"');
    await browser.open(url);
    expect((await profile()).status).toBe(401);
  });

  it('is confirmed over the control API as well', async () => {
    const confirm = () =>
      fetch(`${site.url}/practice/api/users/alice/qr`, {
        method: 'POST',
        headers: { 'x-practice-key': site.controlKey },
      }).then((answer) => answer.json());
    while ((await confirm()).ok) {}
    await browser.open(`${site.url}/core/auth/wecom/qr/login/`);
    expect(await confirm()).toEqual({ ok: true });
  });
});

describe('a link that logs in once', () => {
  it('is made by an administrator, works once, and hands out the key', async () => {
    const site = await PracticeSite.start({ login: { oneTimeLinks: true } });
    try {
      const admin = new WebClient(site.url);
      await admin.signIn(site.users.admin);
      const path = '/api/v1/authentication/sso/login-url/';
      const made = await admin.api('POST', path, { username: 'alice', next: '/ui/' });
      const link = new URL((await made.json()).login_url);
      const alice = new WebClient(site.url);
      const used = await alice.get(link.pathname + link.search);
      expect([used.status, used.headers.get('location')]).toEqual([302, '/ui/']);
      expect(alice.cookies.has('jms_public_key')).toBe(true);
      expect((await alice.api('GET', '/api/v1/users/profile/')).status).toBe(200);
      expect((await new WebClient(site.url).get(link.pathname + link.search)).status).toBe(400);
      expect((await alice.api('POST', path, { username: 'admin' })).status).toBe(403);
    } finally {
      await site.dispose();
    }
  });
});
