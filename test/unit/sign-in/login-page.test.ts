import { describe, expect, test } from 'vitest';
import { readLoginPage } from '../../../main/sign-in/text/login-page.ts';

const BASE = 'https://jump.example.test';
const LOGIN = `${BASE}/core/auth/login/?next=%2Fui%2F`;

const form = (inside: string) =>
  `<!doctype html><title>Login</title><form id="login-form" method="post" action="">
   <input type="hidden" name="csrfmiddlewaretoken" value="t0ken"><input name="username"><input type="password" id="password">
   <input type="text" id="password-hidden" name="password" style="display:none">${inside}</form>`;

function login(inside: string) {
  const page = readLoginPage(LOGIN, form(inside));
  if (page.kind !== 'login') throw new Error(`read as ${page.kind}`);
  return page;
}

describe('the login form', () => {
  test('posts to its own address, with what a browser would post untouched', () => {
    const page = login(
      `<input type="hidden" name="auto_login" value="False"><input type="checkbox" name="later">
       <input type="checkbox" name="now" checked><input type="submit" name="go" value="Go">`,
    );
    expect(page.form.action).toBe(LOGIN);
    expect(page.form.values).toEqual({
      csrfmiddlewaretoken: 't0ken',
      username: '',
      password: '',
      auto_login: 'False',
      now: 'on',
    });
    expect(page).toMatchObject({ challenge: false, captcha: undefined, methods: [] });
  });

  test('a captcha names its picture', () => {
    const page = login(
      `<div class="captcha-field"><img src="/core/auth/captcha/image/9c5f/" class="captcha">
       <input type="hidden" name="captcha_0" value="9c5f"><input name="captcha_1"></div>`,
    );
    expect(page.captcha).toBe(`${BASE}/core/auth/captcha/image/9c5f/`);
    expect(page.form.values['captcha_0']).toBe('9c5f');
  });

  test("what the site says of the whole try is told from what it says of a field, without Django's star", () => {
    const page = login(
      `<p class="help-block red-fonts">* Wrong.
       You can also try 6 times</p><div class="captcha-field"><p class="help-block">Invalid CAPTCHA</p></div>`,
    );
    expect(page.failure).toEqual({ general: 'Wrong. You can also try 6 times', field: 'Invalid CAPTCHA' });
  });

  test('a challenge, and second factors in the page', () => {
    expect(login('<input name="challenge">').challenge).toBe(true);
    const page = login(
      `<select name="mfa_type"><option value="otp" disabled>OTP</option><option value="sms">SMS</option>
       <option value="otp_radius">Radius</option></select>
       <div id="mfa-sms" class="mfa-field challenge-required"><button class="btn btn-challenge"></button></div><div id="mfa-otp_radius" class="mfa-field"></div>`,
    );
    expect(page.methods).toEqual([
      { name: 'sms', label: 'SMS', sendsCode: true },
      { name: 'otp_radius', label: 'Radius', sendsCode: false },
    ]);
    expect(page.form.values['mfa_type']).toBe('sms');
  });

  test('other ways are named, and languages are not among them', () => {
    const page = readLoginPage(
      LOGIN,
      `<a href="/core/i18n/ja/">日本語</a><a href="/core/auth/password/forget/previewing/">Forgot</a>
       <a class="more-login-item" href="/core/auth/openid/login/">OpenID</a>
       <a class="more-login-item" href="/core/auth/wecom/qr/login/?next=/">WeCom</a>`,
    );
    expect(page).toEqual({ kind: 'no-form', otherWays: ['OpenID', 'WeCom'] });
  });
});

test.each([
  ['/core/auth/login/mfa/face/capture/', 'face'],
  ['/api/v1/authentication/passkeys/login/', 'passkey'],
  ['/core/redirect/confirm/?next=https%3A%2F%2Fidp.test', 'elsewhere'],
])('%s needs a window', (path, what) => {
  expect(readLoginPage(`${BASE}${path}`, '<p>…</p>')).toEqual({ kind: 'needs-window', what });
});

test('a notice tells its words and where it leads, by link or by script', () => {
  const words = '<div class="alert alert-success" id="messages">Your password has expired</div>';
  const link = '<a href="/core/auth/password/reset/?token=abc" class="btn">Confirm</a>';
  const at = `${BASE}/core/common/flash-message/?code=abcdefghijkl`;
  const notice = {
    kind: 'notice',
    words: 'Your password has expired',
    target: `${BASE}/core/auth/password/reset/?token=abc`,
  };
  expect(readLoginPage(at, words + link)).toEqual(notice);
  const script = '<script>window.location.href = "/core/auth/password/reset/?token=abc";</script>';
  expect(readLoginPage(at, words + script)).toEqual(notice);
});

test('the binding page gives the secret and the address that its picture draws', () => {
  const uri = 'otpauth://totp/JumpServer:bob?secret=JBSWY3DPEHPK3PXP&issuer=JumpServer';
  const page = readLoginPage(
    `${BASE}/core/auth/profile/otp/enable/bind/`,
    `<div>Secret: JBSWY3DPEHPK3PXP</div><form method="post" action=""><input name="otp_code">
     <p style="color: #ed5565">* Wrong code</p></form><script>new QRCode(null, { text: "${uri}" });</script>`,
  );
  expect(page).toMatchObject({ kind: 'bind-otp', secret: 'JBSWY3DPEHPK3PXP', uri, failure: 'Wrong code' });
});

test('the wait page gives its words and the address of the request', () => {
  const page = readLoginPage(
    `${BASE}/core/auth/login/wait-confirm/`,
    `<div class="alert alert-success info-messages">Wait for Ann to confirm</div>
     <a class="btn-copy" data-link="/ui/#/tickets/tickets/1">Copy link</a>`,
  );
  expect(page).toEqual({
    kind: 'waiting',
    words: 'Wait for Ann to confirm',
    ticket: `${BASE}/ui/#/tickets/tickets/1`,
  });
});
