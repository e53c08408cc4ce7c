import { expect, type Page, test } from '@playwright/test';
import type { MfaKind } from '../../practice/login/mfa/mfa-kinds.ts';
import { PracticeSite } from '../../practice/practice-site.ts';
import { type Desktop, type RunningApp, startDesktop } from './support/launch.ts';
import { addSite, enterPassword, pressSignIn, signOut, toTheTerminals } from './support/sign-in.ts';

let desktop: Desktop;
let running: RunningApp;
let site: PracticeSite;
let main: Page;

test.beforeAll(async () => {
  desktop = await startDesktop();
  site = await PracticeSite.start({ login: { reviewPollSeconds: 0.2 } });
  running = await desktop.launch();
  main = await running.window();
  await addSite(main, site.url);
  await enterPassword(await running.signInPage(), 'alice', site.users.alice.password);
  await toTheTerminals(main);
  await signOut(main);
});

test.afterAll(async () => {
  await desktop.stop();
  await site.dispose();
});

/** What a test switches on is off again for the next one. */
test.afterEach(async () => {
  if (await openPage()) await closeWindow();
  if ((await row().innerText()).includes('signed in')) await signOut(main);
  site.login.set({ challenge: false, mfa: 'as-set-up', mfaInPage: false, captcha: 'after-failure' });
  site.login.setRules('alice', {
    factors: [],
    mfaForced: false,
    expired: false,
    loginRule: 'accept',
    password: 'fine',
    otp: false,
  });
  site.setUserActive('alice', true);
  site.clearLoginLocks();
  site.login.clearFailureMarks();
});

const row = () => main.getByTestId('site-row');
const openPage = async () => running.app.windows().find((each) => each.url().startsWith('http'));
const notice = async () => (await running.signInBar()).locator('#notice');

async function begin(): Promise<Page> {
  await pressSignIn(main);
  const page = await running.signInPage();
  await expect(page.locator('#login-form')).toBeVisible();
  return page;
}

/** As a person does by the window's own button; the main window then says how it ended. */
async function closeWindow(): Promise<void> {
  await running.app.evaluate(({ BrowserWindow }) => {
    for (const each of BrowserWindow.getAllWindows()) if (!each.webContents.getURL().startsWith('app:')) each.close();
  });
  await expect(row()).toContainText(/signed out/i);
  expect(await openPage()).toBeUndefined();
}

/** The sentence about the last sign-in, from the site's menu. */
async function howItEnded(): Promise<string> {
  await row().getByRole('button').first().click();
  const text = await main.getByRole('menu').innerText();
  await main.keyboard.press('Escape');
  return text;
}

async function through(): Promise<void> {
  await expect(row()).toContainText(/signed in/i);
  await expect.poll(openPage).toBeUndefined();
}

async function sendCode(page: Page, code: string): Promise<void> {
  await page.locator('.mfa-field:not([hidden]) input[type="text"]').fill(code);
  await page.locator('form button[type="submit"]').click();
}

async function answerCaptcha(page: Page, change: (right: string) => string = (right) => right): Promise<void> {
  const key = await page.locator('#id_captcha_0').inputValue();
  await page.locator('#id_captcha_1').fill(change(site.login.captchaAnswer(key) ?? ''));
}

test('captcha: it comes after a failure; a wrong answer is told, the right one goes through', async () => {
  const page = await begin();
  await enterPassword(page, 'alice', 'wrong');
  await expect(page.locator('img.captcha')).toBeVisible();
  await answerCaptcha(page, (right) => `${right}0`);
  await enterPassword(page, 'alice', site.users.alice.password);
  await expect(page.locator('.captcha-field .help-block')).toBeVisible();
  await answerCaptcha(page);
  await enterPassword(page, 'alice', site.users.alice.password);
  await through();
});

test('the user name of last time is filled in, the password never', async () => {
  const page = await begin();
  await expect(page.locator('input[name="username"]')).toHaveValue('alice');
  await expect(page.locator('#password')).toHaveValue('');
  await expect(page.locator('#password')).toBeFocused();
});

test('challenge field: what it shows goes with the password', async () => {
  site.login.set({ challenge: true });
  const page = await begin();
  await page.locator('#id_challenge').fill(site.login.settings().challengeAnswer);
  await enterPassword(page, 'alice', site.users.alice.password);
  await through();
});

for (const kind of ['otp', 'otp_radius', 'sms', 'email', 'mfa_custom'] as const satisfies readonly MfaKind[])
  test(`second factor on its own page: ${kind}, after a wrong code`, async () => {
    site.login.setRules('alice', kind === 'otp' ? { otp: true } : { factors: [kind] });
    const page = await begin();
    await enterPassword(page, 'alice', site.users.alice.password);
    await page.waitForURL(/\/login\/mfa\//);
    await page.locator('#mfa-select').selectOption(kind);
    const send = page.locator('.mfa-field:not([hidden]) .btn-challenge');
    if (kind === 'sms' || kind === 'email') {
      const sent = page.waitForResponse(/\/mfa\/(send-code|select)\//);
      await send.click();
      await sent;
    }
    await sendCode(page, 'wrong');
    await expect(page.locator('.red-fonts')).toBeVisible();
    await page.locator('#mfa-select').selectOption(kind);
    await sendCode(page, site.login.codeFor('alice', kind) ?? '');
    await through();
  });

test('second factor in the login page: a wrong code, then the right one', async () => {
  site.login.set({ mfaInPage: true });
  site.login.setRules('alice', { otp: true });
  const page = await begin();
  const enter = async (code: string) => {
    await page.locator('#mfa-select').selectOption('otp');
    await page.locator('.mfa-field:not([hidden]) input[type="text"]').fill(code);
    await enterPassword(page, 'alice', site.users.alice.password);
  };
  await enter('000000');
  await expect(page.locator('.red-fonts')).toBeVisible();
  await enter(site.login.codeFor('alice', 'otp') ?? '');
  await through();
});

test('binding an authenticator on the way in, then signing in with it', async () => {
  site.login.setRules('alice', { mfaForced: true });
  const page = await begin();
  await enterPassword(page, 'alice', site.users.alice.password);
  await page.waitForURL(/\/profile\/otp\/enable\/start\//);
  await page.locator('a.next').click();
  await page.locator('a.next').click();
  const bound = page.locator('#id_otp_code');
  await bound.fill('000000');
  await page.locator('#bind-form button').click();
  await expect(page.locator('.red-fonts')).toBeVisible();
  const { TOTP, Secret } = await import('otpauth');
  const secret = Secret.fromBase32(await page.locator('#otp-secret').innerText());
  await bound.fill(new TOTP({ secret }).generate());
  await page.locator('#bind-form button').click();
  await page.locator('#flash-go-on').click();
  // The site has forgotten where we asked to be sent to; that it is its front page now does not matter.
  await enterPassword(page, 'alice', site.users.alice.password);
  await page.waitForURL(/\/login\/mfa\//);
  await sendCode(page, site.login.codeFor('alice', 'otp') ?? '');
  await through();
});

test('a password that must change is changed on the way in', async () => {
  const former = site.users.alice.password;
  site.login.setRules('alice', { password: 'must-change' });
  const page = await begin();
  await enterPassword(page, 'alice', former);
  await page.waitForURL(/\/core\/common\/flash-message\//);
  await page.locator('#flash-go-on').click();
  for (const id of ['id_new_password', 'id_confirm_password']) await page.locator(`#${id}`).fill('practice-alice-2');
  await page.locator('#reset-form button').click();
  await page.locator('#flash-go-on').click();
  await enterPassword(page, 'alice', 'practice-alice-2');
  await through();
  site.users.alice.password = former;
});

test('review: the page waits, the approver says yes, and the person is in', async () => {
  site.login.setRules('alice', { loginRule: 'review' });
  const page = await begin();
  await enterPassword(page, 'alice', site.users.alice.password);
  await page.waitForURL(/\/login\/wait-confirm\//);
  await expect(await notice()).toContainText('closing it withdraws the request');
  site.login.decideTicket((await site.login.nextTicket()).id, 'approved');
  await through();
});

test('review: closing the window withdraws the request, and the main window says so', async () => {
  site.login.setRules('alice', { loginRule: 'review' });
  const page = await begin();
  await enterPassword(page, 'alice', site.users.alice.password);
  await page.waitForURL(/\/login\/wait-confirm\//);
  const { id } = await site.login.nextTicket();
  await closeWindow();
  expect(site.login.tickets().find((each) => each.id === id)?.state).toBe('closed');
  expect(await howItEnded()).toContain('the request is withdrawn');
});

test("review: the approver's no is what the main window tells afterwards, in the site's words", async () => {
  site.login.setRules('alice', { loginRule: 'review' });
  const page = await begin();
  await enterPassword(page, 'alice', site.users.alice.password);
  await page.waitForURL(/\/login\/wait-confirm\//);
  site.login.decideTicket((await site.login.nextTicket()).id, 'rejected');
  await expect(page.locator('.red-fonts')).toBeVisible();
  await page.waitForURL(/\/core\/auth\/login\/(\?|$)/);
  await closeWindow();
  expect(await howItEnded()).toMatch(/The approver said no\. “.+”/);
});

test('a first step that has lapsed: the bar says that the site starts over', async () => {
  site.login.setRules('alice', { otp: true });
  const page = await begin();
  await enterPassword(page, 'alice', site.users.alice.password);
  await page.waitForURL(/\/login\/mfa\//);
  site.login.expirePreAuth();
  await sendCode(page, site.login.codeFor('alice', 'otp') ?? '');
  await expect(page.locator('#login-form')).toBeVisible();
  await expect(await notice()).toContainText('the site starts over');
  await closeWindow();
  expect(await howItEnded()).toContain('The first step was too long ago');
});

test('a locked account is told apart from a wrong password', async () => {
  site.login.lockUser('alice');
  const page = await begin();
  await enterPassword(page, 'alice', site.users.alice.password);
  await expect(page.locator('.red-fonts').first()).toBeVisible();
  await closeWindow();
  expect(await howItEnded()).toContain('The site has locked the account for a while.');
});

for (const [state, change] of [
  ['expired', () => site.login.setRules('alice', { expired: true })],
  ['switched off', () => site.setUserActive('alice', false)],
  ['kept out by a rule', () => site.login.setRules('alice', { loginRule: 'reject' })],
] as const)
  test(`an account that is ${state}: the site's own words are shown afterwards`, async () => {
    change();
    const page = await begin();
    await enterPassword(page, 'alice', site.users.alice.password);
    const words = await page.locator('.red-fonts').first().innerText();
    await closeWindow();
    const told = await howItEnded();
    expect(told).toContain('The site did not take what was entered.');
    expect(told).toContain(words);
  });

test('closed at each step, the main window says where', async () => {
  const steps: readonly (readonly [what: string, prepare: () => void, url: RegExp])[] = [
    ['Closed at the second factor.', () => site.login.setRules('alice', { otp: true }), /\/login\/mfa\//],
    [
      'Closed at a notice of the site.',
      () => site.login.setRules('alice', { otp: false, password: 'expired' }),
      /\/flash-message\//,
    ],
    [
      'Closed at the page that binds a one-time password.',
      () => site.login.setRules('alice', { password: 'fine', mfaForced: true }),
      /\/otp\/enable\//,
    ],
  ];
  await begin();
  await closeWindow();
  expect(await howItEnded()).toContain('Closed at the login page.');
  for (const [what, prepare, url] of steps) {
    prepare();
    const page = await begin();
    await enterPassword(page, 'alice', site.users.alice.password);
    await page.waitForURL(url);
    await closeWindow();
    expect(await howItEnded()).toContain(what);
  }
});
