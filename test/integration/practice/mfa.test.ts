import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PracticeSite } from '../../../practice/practice-site.ts';
import { errorsOf, formOf, openLogin } from './login-form.ts';
import { WebClient } from './web-client.ts';

const LOGIN = '/core/auth/login/?next=/ui/';
const MFA = '/core/auth/login/mfa/?next=/ui/';
const GUARD_AFTER_MFA = '/core/auth/login/guard/?_=mfa_ok&next=/ui/';

describe('second factors of the practice site', () => {
  let site: PracticeSite;
  let web: WebClient;
  beforeAll(async () => {
    site = await PracticeSite.start({ login: { captcha: 'off' } });
  });
  afterAll(() => site.dispose());
  beforeEach(() => {
    site.login.set({ mfa: 'as-set-up', mfaInPage: false, challenge: false, customMfaSendsCode: false });
    site.login.set({ emptyMfaInPage: 'ask-later', safeMode: false, mfaBreaks: false });
    site.login.setRules('alice', { factors: [], mfaForced: false, otp: false });
    site.login.expireCodes();
    site.clearLoginLocks();
    web = new WebClient(site.url);
  });

  const password = async (extra: Record<string, string> = {}) => {
    const { fields } = await openLogin(web);
    return web.form(LOGIN, { ...fields, username: 'alice', password: web.encrypted('practice-alice'), ...extra });
  };
  const toMfa = async () => {
    await password();
    const guard = await web.get('/core/auth/login/guard/?next=/ui/');
    expect(guard.headers.get('location')).toBe(MFA);
    return formOf(await web.get(MFA));
  };
  const send = (body: unknown) => web.api('POST', '/api/v1/authentication/mfa/send-code/', body);
  const signedIn = async () => (await web.api('GET', '/api/v1/users/profile/')).status === 200;

  it.each(['otp_radius', 'mfa_custom'] as const)('takes a code by %s that nobody sends', async (kind) => {
    site.login.setRules('alice', { factors: [kind] });
    const { fields } = await toMfa();
    const through = await web.form(MFA, { ...fields, mfa_type: kind, code: site.login.codeFor('alice', kind) ?? '' });
    expect(through.headers.get('location')).toBe(GUARD_AFTER_MFA);
    await web.get(GUARD_AFTER_MFA);
    expect(await signedIn()).toBe(true);
  });

  it.each(['sms', 'email'] as const)('sends a code by %s and takes it once', async (kind) => {
    site.login.setRules('alice', { factors: [kind] });
    const { fields } = await toMfa();
    const sent = await send({ type: kind });
    expect([sent.status, await sent.json()]).toEqual([201, { type: kind }]);
    const code = site.login.codeFor('alice', kind) ?? '';
    expect(code).toMatch(/^\d{4}$/);
    const through = await web.form(MFA, { ...fields, mfa_type: kind, code });
    expect(through.headers.get('location')).toBe(GUARD_AFTER_MFA);
    expect(site.login.codeFor('alice', kind)).toBeUndefined();
  });

  it('sends no second code within its time, and forgets the first after it', async () => {
    site.login.setRules('alice', { factors: ['sms'] });
    const { fields } = await toMfa();
    await send({ type: 'sms' });
    const code = site.login.codeFor('alice', 'sms') ?? '';
    const soon = await send({ type: 'sms' });
    expect(soon.status).toBe(400);
    expect((await soon.json()).error).toMatch(/wait (59|60) seconds/);
    site.login.expireCodes();
    expect(errorsOf(await (await web.form(MFA, { ...fields, mfa_type: 'sms', code })).text())).toHaveLength(1);
    expect((await send({ type: 'sms' })).status).toBe(201);
  });

  it('answers 400 for nobody, and for a kind that is not the person’s or needs no sending', async () => {
    expect((await send({ type: 'sms' })).status).toBe(400);
    site.login.setRules('alice', { factors: ['sms'], otp: true });
    await toMfa();
    for (const type of ['email', 'otp', 'pigeon']) {
      const refused = await send({ type });
      expect([refused.status, typeof (await refused.json()).error]).toEqual([400, 'string']);
    }
    const alias = await web.api('POST', '/api/v1/authentication/mfa/select/', { type: 'sms' });
    expect(alias.status).toBe(201);
  });

  it('lists every kind in order, those that cannot be used disabled, and names one input only', async () => {
    site.login.setRules('alice', { factors: ['email', 'sms'] });
    const { html } = await toMfa();
    const options = [...html.matchAll(/<option value="(\w+)"( disabled)?/g)].map(
      ([, kind, off]) => `${kind}${off ?? ''}`,
    );
    expect(options).toEqual([
      'otp disabled',
      'otp_radius disabled',
      'sms',
      'passkey disabled',
      'face disabled',
      'email',
      'mfa_custom disabled',
    ]);
    expect(html).toContain('<option value="sms" selected>');
    expect(html).not.toContain('name="code"');
  });

  it('says the tries left on a wrong code, and locks at the end', async () => {
    site.login.setRules('alice', { otp: true });
    const { fields } = await toMfa();
    const attempt = async (code: string) => {
      const answer = await web.form(MFA, { ...fields, mfa_type: 'otp', code });
      return `${answer.status} ${errorsOf(await answer.text()).join()}`;
    };
    for (let left = 6; left >= 1; left -= 1) {
      expect(await attempt('nope')).toMatch(new RegExp(`^200 OTP code invalid.*also try ${left} times`));
    }
    expect(await attempt('nope')).toMatch(/^200 The account has been locked/);
    expect(await attempt(site.login.codeFor('alice', 'otp') ?? '')).toMatch(/^200 The account has been locked/);
    const api = await web.api('POST', '/api/v1/authentication/mfa/verify/', { type: 'otp', code: '1' });
    expect([api.status, (await api.json()).error]).toEqual([401, 'block_mfa']);
  });

  it('verifies by JSON, too', async () => {
    const bare = await web.api('POST', '/api/v1/authentication/mfa/verify/', { type: 'otp', code: '1' });
    expect([bare.status, (await bare.json()).code]).toEqual([401, 'not_authenticated']);
    site.login.setRules('alice', { otp: true });
    await toMfa();
    const wrong = await web.api('POST', '/api/v1/authentication/mfa/verify/', { type: 'otp', code: '1' });
    expect([wrong.status, (await wrong.json()).error]).toEqual([401, 'mfa_failed']);
    const code = site.login.codeFor('alice', 'otp');
    const right = await web.api('POST', '/api/v1/authentication/mfa/challenge/', { type: 'otp', code });
    expect([right.status, await right.json()]).toEqual([200, { msg: 'ok' }]);
    await web.get('/core/auth/login/guard/?next=/ui/');
    expect(await signedIn()).toBe(true);
  });

  it('goes back to the login page when the ten minutes are over', async () => {
    site.login.setRules('alice', { otp: true });
    const { fields } = await toMfa();
    site.login.expirePreAuth();
    const late = await web.form(MFA, { ...fields, mfa_type: 'otp', code: site.login.codeFor('alice', 'otp') ?? '' });
    expect(late.headers.get('location')).toBe('/core/auth/login/guard/?_=session_empty');
    const guard = await web.get('/core/auth/login/guard/?_=session_empty');
    expect(guard.headers.get('location')).toBe('/core/auth/login/?_=session_empty');
  });

  it('refuses an OTP code twice in safe mode, and breaks when told', async () => {
    site.login.setRules('alice', { otp: true });
    site.login.set({ safeMode: true });
    const code = site.login.codeFor('alice', 'otp') ?? '';
    const first = await web.form(MFA, { ...(await toMfa()).fields, mfa_type: 'otp', code });
    expect(first.status).toBe(302);
    const second = await web.form(MFA, { ...(await toMfa()).fields, mfa_type: 'otp', code });
    expect(second.status).toBe(200);
    site.login.set({ mfaBreaks: true });
    const broken = await web.form(MFA, { ...(await toMfa()).fields, mfa_type: 'otp', code });
    expect(broken.headers.get('location')).toBe('/core/auth/login/guard/?_=unexpect');
  });

  it('asks for the second factor in the sign-in form', async () => {
    site.login.set({ mfaInPage: true, captcha: 'always' });
    site.login.setRules('alice', { factors: ['sms'] });
    const { html, fields } = await openLogin(web);
    expect(html).toContain('name="mfa_type"');
    expect(html).not.toContain('captcha_0');
    const sent = await send({ type: 'sms', username: 'alice' });
    expect([sent.status, await sent.json()]).toEqual([201, { type: 'sms', username: 'alice' }]);

    const post = (code: string) =>
      web.form(LOGIN, { ...fields, username: 'alice', password: 'practice-alice', mfa_type: 'sms', code });
    const wrong = await post('x');
    expect(wrong.status).toBe(200);
    expect(errorsOf(await wrong.text())[0]).toContain('You can also try 6 times');
    expect((await post(site.login.codeFor('alice', 'sms') ?? '')).status).toBe(302);
    const guard = await web.get('/core/auth/login/guard/?next=/ui/');
    expect(guard.headers.get('location')).toBe('/ui/');
    site.login.set({ captcha: 'off' });
  });

  it('asks later, or refuses, when the code in the form is empty', async () => {
    site.login.set({ mfaInPage: true });
    site.login.setRules('alice', { otp: true });
    expect((await password({ mfa_type: 'otp', code: '' })).status).toBe(302);
    expect((await web.get('/core/auth/login/guard/?next=/ui/')).headers.get('location')).toBe(MFA);
    site.login.set({ emptyMfaInPage: 'wrong' });
    expect((await password({ mfa_type: 'otp', code: '' })).status).toBe(200);
  });

  it('appends the challenge field to the password', async () => {
    site.login.set({ challenge: true, mfaInPage: true, captcha: 'always' });
    const { html } = await openLogin(web);
    expect(html).toContain('name="challenge"');
    expect(html).not.toMatch(/name="mfa_type"|captcha_0/);
    expect((await password()).status).toBe(200);
    expect((await password({ challenge: '424242' })).status).toBe(302);
    site.login.set({ captcha: 'off' });
  });

  it('says the code over the control API', async () => {
    const call = (path: string, body?: unknown) =>
      fetch(`${site.url}/practice/api/${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers: { 'x-practice-key': site.controlKey },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }).then((answer) => answer.json());
    expect(await call('users/alice/sign-in', { factors: ['email'], otp: true })).toEqual({ ok: true });
    await toMfa();
    await send({ type: 'email' });
    const { code } = await call('users/alice/code/email');
    expect(code).toMatch(/^\d{4}$/);
    expect(await call('login/codes')).toMatchObject([{ username: 'alice', kind: 'email', code }]);
    expect(await call('users/alice/code/otp')).toEqual({ code: expect.stringMatching(/^\d{6}$/) });
    expect(await call('users/nobody/sign-in', {})).toMatchObject({ error: expect.stringContaining('nobody') });
  });
});
