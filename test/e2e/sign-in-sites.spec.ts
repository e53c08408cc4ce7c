import { setTimeout as delay } from 'node:timers/promises';
import { expect, type Page, test } from '@playwright/test';
import type { PracticeSiteOptions } from '../../practice/options.ts';
import { PracticeSite } from '../../practice/practice-site.ts';
import type { DrawbridgeApi } from '../../preload/contract.ts';
import { selfSigned } from '../support/certificates.ts';
import { type Desktop, type RunningApp, startDesktop } from './support/launch.ts';
import { enterPassword } from './support/sign-in.ts';

let desktop: Desktop;
let running: RunningApp;
let main: Page;
let site: PracticeSite | undefined;

test.beforeAll(async () => {
  desktop = await startDesktop();
  running = await desktop.launch();
  main = await running.window();
});

test.afterAll(() => desktop.stop());

/** Sites of different kinds come and go in one run of the app. */
test.afterEach(async () => {
  await main.evaluate(async () => {
    const { drawbridge } = globalThis as unknown as { readonly drawbridge: DrawbridgeApi };
    const { sites } = await drawbridge.ask('state.get', {});
    for (const { id } of sites) await drawbridge.ask('site.remove', { siteId: id });
  });
  await site?.dispose();
});

async function begin(options: PracticeSiteOptions): Promise<{ readonly page: Page; readonly practice: PracticeSite }> {
  const practice = await PracticeSite.start(options);
  site = practice;
  const added = main.evaluate(async (url) => {
    const { drawbridge } = globalThis as unknown as { readonly drawbridge: DrawbridgeApi };
    await drawbridge.ask('site.add', { url });
  }, practice.url);
  if (options.tls) await trust();
  await added;
  const page = await running.signInPage();
  await expect(page.locator('#login-form')).toBeVisible();
  return { page, practice };
}

const trust = () => main.getByRole('button', { name: /^Trust/ }).click();
const row = () => main.getByTestId('site-row');

test('where sessions end with the browser: the front page gives its count back, ours stays, and the session lives', async () => {
  const { page, practice } = await begin({ browserCloseMode: true });
  await page.goto(`${practice.url}/core/auth/login/?next=/ui/`);
  await enterPassword(page, 'alice', practice.users.alice.password);
  await expect(row()).toContainText(/signed in/i);
  await expect.poll(() => practice.webSessions().map((each) => each.pageCount)).toEqual([1]);
  // JumpServer ends a session whose pages are gone after six seconds.
  await delay(7_000);
  expect(practice.webSessions()).toHaveLength(1);
  await expect(row()).toContainText(/signed in/i);
});

test("over https the lock is closed; a site that refuses its own address names the administrator's setting", async () => {
  // JumpServer never trusts https on an address in numbers (jumpserver-live §1.9).
  const { page, practice } = await begin({ tls: { certificates: [selfSigned()] } });
  const bar = await running.signInBar();
  await expect(bar.locator('html')).toHaveClass(/secure/);
  await expect(bar.locator('#plain')).toBeHidden();
  await enterPassword(page, 'alice', practice.users.alice.password);
  await expect(bar.locator('#notice')).toContainText(`must list ${new URL(practice.url).host} in DOMAINS`);
});

test("an identity provider's certificate is asked about on the way, and the sign-in goes on", async () => {
  const { page, practice } = await begin({
    tls: { certificates: [selfSigned()] },
    publicHost: 'jms.localhost',
    idpHost: 'id.localhost',
    idpTls: { certificates: [selfSigned()] },
    login: { methods: ['openid'] },
    idp: { consent: false },
  });
  // A plain click would wait for the next page, and that page waits for the answer.
  await page.locator('[data-method="openid"]').evaluate((link: HTMLElement) => setTimeout(() => link.click()));
  await trust();
  await page.locator('#idp-username').fill('alice');
  await page.locator('#idp-password').fill(practice.users.alice.password);
  await page.locator('#idp-login button').click();
  await expect(row()).toContainText(/signed in/i);
});

test("an identity provider's certificate that the person does not trust ends the sign-in, which says why", async () => {
  const { page } = await begin({
    tls: { certificates: [selfSigned()] },
    publicHost: 'jms.localhost',
    idpHost: 'id.localhost',
    idpTls: { certificates: [selfSigned()] },
    login: { methods: ['openid'] },
  });
  await page.locator('[data-method="openid"]').evaluate((link: HTMLElement) => setTimeout(() => link.click()));
  await main.getByRole('button', { name: 'Do not trust' }).click();
  await expect(row()).toContainText('This computer does not trust the certificate of id.localhost');
});

test('removing a site closes its sign-in window', async () => {
  const { practice } = await begin({});
  await main.evaluate(async () => {
    const { drawbridge } = globalThis as unknown as { readonly drawbridge: DrawbridgeApi };
    for (const { id } of (await drawbridge.ask('state.get', {})).sites)
      await drawbridge.ask('site.remove', { siteId: id });
  });
  const open = () => running.app.windows().filter((each) => each.url().startsWith(practice.url)).length;
  await expect.poll(open).toBe(0);
});

/** A security key that the person touches at once. */
async function plugIn(page: Page, practice: PracticeSite): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'usb',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  const { credentialId, privateKey, userHandle } = practice.login.addPasskey('alice');
  const base64 = (text: string) => Buffer.from(text, 'base64url').toString('base64');
  await devtools.send('WebAuthn.addCredential', {
    authenticatorId,
    credential: {
      credentialId: base64(credentialId),
      privateKey: base64(privateKey),
      userHandle: base64(userHandle),
      isResidentCredential: true,
      rpId: new URL(practice.url).hostname,
      signCount: 0,
    },
  });
}

test('a passkey instead of a password', async () => {
  // Chromium takes no passkeys for an address in numbers.
  const { page, practice } = await begin({ publicHost: 'localhost', login: { methods: ['passkey'] } });
  await plugIn(page, practice);
  await page.locator('[data-method="passkey"]').click();
  await expect(row()).toContainText(/signed in/i);
});

test('a passkey as second factor', async () => {
  const { page, practice } = await begin({ publicHost: 'localhost' });
  practice.login.setRules('alice', { mfaForced: true });
  await plugIn(page, practice);
  await enterPassword(page, 'alice', practice.users.alice.password);
  await page.waitForURL(/\/login\/mfa\//);
  await page.locator('#mfa-select').selectOption('passkey');
  await page.locator('form button[type="submit"]').click();
  await expect(row()).toContainText(/signed in/i);
});

test('without a key the bar says which ones this window can use, and the form is one click away', async () => {
  const { page, practice } = await begin({ publicHost: 'localhost', login: { methods: ['passkey'] } });
  await page.locator('[data-method="passkey"]').click();
  await expect((await running.signInBar()).locator('#notice')).toContainText('Touch your security key.');
  await page.getByRole('link').last().click();
  await enterPassword(page, 'alice', practice.users.alice.password);
  await expect(row()).toContainText(/signed in/i);
});
