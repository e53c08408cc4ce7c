import { TOTP } from 'otpauth';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PracticeSite } from '../../../practice/practice-site.ts';
import { errorsOf, formOf, openLogin } from './login-form.ts';
import { csrfOf, WebClient } from './web-client.ts';

const LOGIN = '/core/auth/login/?next=/ui/';
const GUARD = '/core/auth/login/guard/?next=/ui/';
const FLASH = /^\/core\/common\/flash-message\/\?code=[0-9a-f]{12}$/;

describe('what the practice site says of an account', () => {
  let site: PracticeSite;
  let web: WebClient;
  beforeAll(async () => {
    site = await PracticeSite.start();
  });
  afterAll(() => site.dispose());
  beforeEach(() => {
    site.login.set({ captcha: 'off', mfa: 'as-set-up', bindingFrom: 'guard', unboundOtp: 'bind' });
    site.login.setRules('alice', { factors: [], mfaForced: false, otp: false, expired: false });
    site.login.setRules('alice', { loginRule: 'accept', password: 'fine' });
    site.setUserActive('alice', true);
    site.clearLoginLocks();
    site.login.clearFailureMarks();
    web = new WebClient(site.url);
  });

  const post = async (password = site.users.alice.password) => {
    const { fields } = await openLogin(web);
    return web.form(LOGIN, { ...fields, username: 'alice', password: web.encrypted(password) });
  };
  const location = (answer: Response) => answer.headers.get('location') ?? '';

  it.each<[string, () => void, RegExp]>([
    ['locked', () => site.login.lockUser('alice'), /account has been locked/],
    ['at a locked address', () => site.login.lockAddress('127.0.0.1'), /address has been locked/],
    ['expired', () => site.login.setRules('alice', { expired: true }), /expired/],
    ['inactive', () => site.setUserActive('alice', false), /inactive/],
    ['refused by a login rule', () => site.login.setRules('alice', { loginRule: 'reject' }), /not allowed/],
  ])('answers 200 with a reason for an account that is %s, and a captcha next', async (_, arrange, reason) => {
    arrange();
    site.login.set({ captcha: 'after-failure' });
    const refused = await formOf(await post());
    expect(refused.status).toBe(200);
    expect(errorsOf(refused.html)[0]).toMatch(reason);
    expect(refused.fields['captcha_0']).toBeDefined();
  });

  it('answers 401 to a signed-in person whose account expires', async () => {
    await post();
    await web.get(GUARD);
    expect((await web.api('GET', '/api/v1/users/profile/')).status).toBe(200);
    site.login.setRules('alice', { expired: true });
    expect((await web.api('GET', '/api/v1/users/profile/')).status).toBe(401);
  });

  it('shows which line the configuration lacks, where the origin is not trusted', async () => {
    const behind = await PracticeSite.start({ domains: ['jumpserver.example.test'] });
    try {
      const other = new WebClient(behind.url);
      const { fields } = await openLogin(other);
      const failed = await other.form(
        LOGIN,
        { ...fields, username: 'alice', password: 'x' },
        { origin: 'https://elsewhere' },
      );
      expect([failed.status, location(failed)]).toEqual([302, '/core/auth/login/?csrf_failure=1&admin=1']);
      const page = await formOf(await other.get(location(failed)));
      expect(page.html).toContain(`DOMAINS=${new URL(behind.url).host}`);
      expect(page.html).toContain('id="login-form"');
    } finally {
      await behind.dispose();
    }
  });

  it.each(['too-simple', 'must-change', 'expired'] as const)(
    'leads a password that is %s over a notice to a page that changes it',
    async (state) => {
      site.login.setRules('alice', { password: state });
      const old = site.users.alice.password;
      const noticed = await post();
      expect([noticed.status, location(noticed)]).toEqual([302, expect.stringMatching(FLASH)]);
      const notice = await (await web.get(location(noticed))).text();
      const reset = /id="flash-go-on" href="([^"]+)"/.exec(notice)?.[1] ?? '';
      expect(reset).toMatch(/^\/core\/auth\/password\/reset\/\?token=/);
      expect(location(await web.get(GUARD))).toBe(LOGIN);

      const csrfmiddlewaretoken = csrfOf(await (await web.get(reset)).text());
      const change = (fresh: string, again = fresh) =>
        web.form(reset, { csrfmiddlewaretoken, new_password: web.encrypted(fresh), confirm_password: again });
      for (const [fresh, again] of [['long enough', 'different'], ['short'], [old], ['ChangeMe']]) {
        const refused = await change(fresh ?? '', again);
        expect([refused.status, errorsOf(await refused.text()).length]).toEqual([200, 1]);
      }
      const changed = await change(`${old}!`);
      expect([changed.status, location(changed)]).toEqual([302, expect.stringMatching(FLASH)]);
      expect(await (await web.get(location(changed))).text()).toContain('href="/core/auth/login/"');
      expect(errorsOf(await (await web.get(reset)).text())).toEqual(['The link is invalid or has expired']);

      expect((await post(old)).status).toBe(200);
      expect(location(await post(`${old}!`))).toBe(GUARD);
    },
  );

  it('ends the sessions of a person whose password changes', async () => {
    await post();
    await web.get(GUARD);
    const elsewhere = web;
    web = new WebClient(site.url);
    site.login.setRules('alice', { password: 'must-change' });
    const notice = await (await web.get(location(await post()))).text();
    const reset = /id="flash-go-on" href="([^"]+)"/.exec(notice)?.[1] ?? '';
    const csrfmiddlewaretoken = csrfOf(await (await web.get(reset)).text());
    await web.form(reset, { csrfmiddlewaretoken, new_password: 'another-one', confirm_password: 'another-one' });
    expect((await elsewhere.api('GET', '/api/v1/users/profile/')).status).toBe(401);
  });

  it('binds an OTP on the way in, signs out, and lets the person in with the new code', async () => {
    site.login.setRules('alice', { mfaForced: true });
    await post();
    const start = location(await web.get(GUARD));
    expect(start).toBe('/core/auth/profile/otp/enable/start/');
    expect(await (await web.get(start)).text()).toContain('href="/core/auth/profile/otp/enable/install-app/"');
    const install = await (await web.get('/core/auth/profile/otp/enable/install-app/')).text();
    expect(install).toContain('href="/core/auth/profile/otp/enable/bind/"');
    const bind = '/core/auth/profile/otp/enable/bind/';
    const page = await (await web.get(bind)).text();
    const secret = /id="otp-secret">([A-Z2-7]{32})</.exec(page)?.[1] ?? '';
    const code = () => new TOTP({ secret }).generate();
    const csrfmiddlewaretoken = csrfOf(page);
    const wrong = await web.form(bind, { csrfmiddlewaretoken, otp_code: 'x' });
    expect([wrong.status, errorsOf(await wrong.text())]).toEqual([200, ['OTP code invalid, or server time error']]);
    const bound = await web.form(bind, { csrfmiddlewaretoken, otp_code: code() });
    expect(location(bound)).toMatch(FLASH);
    expect(await (await web.get(location(bound))).text()).toContain('href="/core/auth/login/"');
    expect(location(await web.get(GUARD))).toBe(LOGIN);

    await web.signIn({ username: 'alice', password: site.users.alice.password }, code);
    expect((await web.api('GET', '/api/v1/users/profile/')).status).toBe(200);
  });

  it('binds from the MFA page, at once or after another factor, as versions differ', async () => {
    site.login.set({ mfa: 'everybody', bindingFrom: 'mfa-page' });
    await post();
    expect(location(await web.get(GUARD))).toBe('/core/auth/login/mfa/?next=/ui/');
    const binding = '/core/auth/profile/otp/enable/start/?_=login_mfa';
    expect(location(await web.get('/core/auth/login/mfa/?next=/ui/'))).toBe(binding);

    site.login.setRules('alice', { factors: ['mfa_custom'] });
    const { fields } = await formOf(await web.get('/core/auth/login/mfa/?next=/ui/'));
    const choose = (mfa_type: string, code: string) =>
      web.form('/core/auth/login/mfa/?next=/ui/', { ...fields, mfa_type, code });
    expect(location(await choose('otp', ''))).toBe(binding);
    site.login.set({ unboundOtp: 'verify-another' });
    expect((await choose('otp', '')).status).toBe(200);
    const guard = location(await choose('mfa_custom', 'custom-alice'));
    expect(location(await web.get(guard))).toBe('/core/auth/profile/otp/enable/start/');
  });

  it('asks before a page that is not about signing in leads to another host', async () => {
    const away = await web.get('/core/i18n/en/', { referer: 'https://elsewhere.example.test/x' });
    const confirm = location(away);
    expect(confirm).toBe('/core/redirect/confirm/?next=https%3A%2F%2Felsewhere.example.test%2Fx');
    expect(await (await web.get(confirm)).text()).toContain('href="https://elsewhere.example.test/x"');
    const script = await (await web.get('/core/redirect/confirm/?next=javascript:alert(1)')).text();
    expect(script).not.toContain('href="javascript');
  });

  it('knows no notice after its minute, and no binding for nobody', async () => {
    expect(await (await web.get('/core/common/flash-message/?code=000000000000')).text()).toContain(
      'Message code error',
    );
    expect(location(await web.get('/core/auth/profile/otp/enable/bind/'))).toBe('/core/auth/login/');
    expect((await web.get('/core/auth/password/forget/previewing/')).status).toBe(200);
  });
});
