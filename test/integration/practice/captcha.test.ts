import { inflateSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PracticeSite } from '../../../practice/practice-site.ts';
import { errorsOf, formOf, type OpenForm, openLogin } from './login-form.ts';
import { WebClient } from './web-client.ts';

const LOGIN = '/core/auth/login/?next=/ui/';
const GUARD = '/core/auth/login/guard/?next=/ui/';

describe('the captcha of the practice site', () => {
  let site: PracticeSite;
  let web: WebClient;
  beforeAll(async () => {
    site = await PracticeSite.start();
  });
  afterAll(() => site.dispose());
  beforeEach(() => {
    site.login.set({ captcha: 'after-failure', captchaSeconds: 300, captchaMarkSeconds: 3600 });
    site.login.clearFailureMarks();
    site.clearLoginLocks();
    web = new WebClient(site.url);
  });

  const post = (form: OpenForm, fields: Record<string, string>) => web.form(LOGIN, { ...form.fields, ...fields });
  const alice = () => ({ username: 'alice', password: web.encrypted(site.users.alice.password) });
  const answerTo = (form: OpenForm) => site.login.captchaAnswer(form.fields['captcha_0'] ?? '') ?? '';

  it('appears after the first failure of anybody at this address, and stays after a success', async () => {
    const first = await openLogin(web);
    expect(first.html).toContain('no-captcha-challenge');
    expect(first.html).not.toContain('captcha_0');
    const failed = await formOf(await post(first, { username: 'nobody', password: 'x' }));
    expect(failed.status).toBe(200);
    expect(failed.html).toContain('class="captcha-field"');
    const through = await post(failed, { ...alice(), captcha_1: answerTo(failed) });
    expect(through.headers.get('location')).toBe(GUARD);

    const neighbour = await openLogin(new WebClient(site.url));
    expect(neighbour.fields['captcha_0']).toMatch(/^[0-9a-f]{40}$/);
    const elsewhere = await web.get('/core/auth/logout/').then(() => web.get(LOGIN, { 'x-forwarded-for': '10.9.8.7' }));
    expect((await formOf(elsewhere)).html).not.toContain('captcha_0');
  });

  it('says "Invalid CAPTCHA" at the field, without counting a failure or looking at the password', async () => {
    site.login.set({ captcha: 'always' });
    let form = await openLogin(web);
    const used = form.fields['captcha_0'];
    for (let round = 0; round < 9; round += 1) {
      form = await formOf(await post(form, { username: 'alice', password: 'wrong', captcha_1: '-1' }));
      expect(form.status).toBe(200);
      expect(errorsOf(form.html)).toEqual(['Invalid CAPTCHA']);
    }
    expect(form.fields['captcha_0']).not.toBe(used);
    const through = await post(form, { ...alice(), captcha_1: answerTo(form) });
    expect(through.status).toBe(302);
  });

  it('takes each key once, and not after its time', async () => {
    site.login.set({ captcha: 'always' });
    const form = await openLogin(web);
    const answer = answerTo(form);
    const wrong = await formOf(await post(form, { username: 'alice', password: 'no', captcha_1: answer }));
    expect(errorsOf(wrong.html)[0]).toContain('incorrect');
    const again = await formOf(await post(form, { ...alice(), captcha_1: answer }));
    expect(errorsOf(again.html)).toEqual(['Invalid CAPTCHA']);

    const late = answerTo(again);
    site.login.expireCaptchas();
    const expired = await formOf(await post(again, { ...alice(), captcha_1: late }));
    expect(errorsOf(expired.html)).toEqual(['Invalid CAPTCHA']);
  });

  it('decides again at the post: a neighbour’s failure in between refuses a correct form once', async () => {
    const form = await openLogin(web);
    expect(form.html).not.toContain('captcha_0');
    site.login.markFailed('127.0.0.1');
    const refused = await formOf(await post(form, alice()));
    expect(errorsOf(refused.html)).toEqual(['Invalid CAPTCHA']);
    expect((await post(refused, { ...alice(), captcha_1: answerTo(refused) })).status).toBe(302);
  });

  it('draws a PNG of 180 by 38, the same size at @2', async () => {
    site.login.set({ captcha: 'always' });
    const { fields } = await openLogin(web);
    for (const name of [`${fields['captcha_0']}`, `${fields['captcha_0']}@2`]) {
      const answer = await web.get(`/core/auth/captcha/image/${name}/`);
      expect(answer.headers.get('content-type')).toBe('image/png');
      const bytes = Buffer.from(await answer.arrayBuffer());
      expect(bytes.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
      expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([180, 38]);
      const at = bytes.indexOf('IDAT');
      const rows = inflateSync(bytes.subarray(at + 4, at + 4 + bytes.readUInt32BE(at - 4)));
      expect(rows).toHaveLength(181 * 38);
      expect(rows.filter((grey) => grey === 40).length).toBeGreaterThan(400);
    }
    expect((await web.get(`/core/auth/captcha/image/${'0'.repeat(40)}/`)).status).toBe(410);
  });

  it('gives another challenge to a script only', async () => {
    expect((await web.get('/core/auth/captcha/refresh/')).status).toBe(404);
    const fresh = await web.get('/core/auth/captcha/refresh/', { 'x-requested-with': 'XMLHttpRequest' });
    const body = await fresh.json();
    expect(body).toEqual({
      key: expect.stringMatching(/^[0-9a-f]{40}$/),
      image_url: `/core/auth/captcha/image/${body.key}/`,
      audio_url: null,
    });
    site.login.set({ captcha: 'always' });
    const form = await openLogin(web);
    const fields = { ...alice(), captcha_0: body.key, captcha_1: site.login.captchaAnswer(body.key) ?? '' };
    expect((await post(form, fields)).status).toBe(302);
  });

  it('is controlled over the control API as well', async () => {
    const call = (method: string, path: string, body?: unknown) =>
      fetch(`${site.url}/practice/api/${path}`, {
        method,
        headers: { 'x-practice-key': site.controlKey },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }).then((answer) => answer.json());
    expect(await call('POST', 'login', { captcha: 'always' })).toMatchObject({ captcha: 'always' });
    const { fields } = await openLogin(web);
    expect(await call('GET', `login/captcha/${fields['captcha_0']}`)).toEqual({
      answer: site.login.captchaAnswer(fields['captcha_0'] ?? ''),
    });
    await call('POST', 'login', { captcha: 'after-failure' });
    await call('POST', 'login/failure-mark', { ip: '127.0.0.1' });
    expect((await openLogin(web)).html).toContain('captcha_0');
    await call('POST', 'login/failure-marks/clear');
    expect((await openLogin(web)).html).not.toContain('captcha_0');
    expect(await call('POST', 'login', { captcha: 'sometimes' })).toMatchObject({
      error: expect.stringContaining('captcha'),
    });
    const page = await (await fetch(site.controlUrl)).text();
    expect(page).toContain('captcha');
  });
});

describe('the language of the sign-in pages', () => {
  let site: PracticeSite;
  beforeAll(async () => {
    site = await PracticeSite.start();
  });
  afterAll(() => site.dispose());

  it('follows the browser, then what the person chose', async () => {
    const web = new WebClient(site.url);
    const chinese = await formOf(await web.get(LOGIN, { 'accept-language': 'zh-CN,zh;q=0.9' }));
    expect(chinese.html).toContain('<html lang="zh-hans">');
    const failed = await web.form(
      LOGIN,
      { ...chinese.fields, username: 'alice', password: 'no' },
      { 'accept-language': 'zh-CN' },
    );
    expect(errorsOf(await failed.text())[0]).toContain('用户名或密码不正确');

    const chosen = await web.get('/core/i18n/en/', { referer: `${site.url}${LOGIN}`, 'accept-language': 'zh-CN' });
    expect([chosen.status, chosen.headers.get('location')]).toEqual([302, `${site.url}${LOGIN}`]);
    expect(web.cookies.get('django_language')).toBe('en');
    expect((await formOf(await web.get(LOGIN, { 'accept-language': 'zh-CN' }))).html).toContain('<html lang="en">');
  });
});
