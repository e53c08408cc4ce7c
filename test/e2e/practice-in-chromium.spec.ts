import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { _electron, type ElectronApplication, expect, type Page, test } from '@playwright/test';
import { PracticeSite } from '../../practice/practice-site.ts';
import { sandboxSwitches } from '../../scripts/desktop-session.mjs';
import { findElectron } from '../../scripts/electron-runtime.mjs';
import { selfSigned } from '../support/certificates.ts';

/**
 * The scripts of the practice pages in a Chromium without any policy of ours: what fails in the sign-in window but not
 * here is the window's doing.
 */
test.describe.configure({ mode: 'serial' });

const MAIN = `import { app, BrowserWindow } from 'electron';
app.on('window-all-closed', () => {});
app.whenReady().then(() => new BrowserWindow({ width: 900, height: 700 }).loadURL('about:blank'));
`;

let folder: string;
let browser: ElectronApplication;
let page: Page;
let site: PracticeSite;

test.beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'drawbridge-chromium-'));
  fs.writeFileSync(
    path.join(folder, 'package.json'),
    '{"name":"bare","version":"1.0.0","type":"module","main":"main.mjs"}',
  );
  fs.writeFileSync(path.join(folder, 'main.mjs'), MAIN);
  const executable = findElectron()?.executable;
  if (!executable) throw new Error('There is no Electron runtime; run `npm run setup`.');
  browser = await _electron.launch({
    executablePath: executable,
    args: [
      ...sandboxSwitches(),
      folder,
      '--ignore-certificate-errors',
      `--user-data-dir=${path.join(folder, 'profile')}`,
    ],
  });
  page = await browser.firstWindow();
  // Browsers refuse passkeys for addresses, and the provider must be another host.
  site = await PracticeSite.start({ publicHost: 'localhost', idpHost: '127.0.0.1', login: { captcha: 'off' } });
});

test.afterAll(async () => {
  await browser.close();
  await site.dispose();
  fs.rmSync(folder, { recursive: true, force: true });
});

test.beforeEach(async () => {
  site.login.set({ methods: [], reviewPollSeconds: 0.2 });
  site.login.setIdp({ responseMode: 'query', window: 'same', hops: 0, consent: true, remembers: false });
  site.login.setRules('alice', { factors: [], loginRule: 'accept', password: 'fine' });
  site.expireWebSessions();
});

const open = (query = '?next=/ui/') => page.goto(`${site.url}/core/auth/login/${query}`);
const enter = async () => {
  await page.locator('#id_username').fill('alice');
  await page.locator('#password').fill(site.users.alice.password);
  await page.locator('#login-button').click();
};
const isIn = () => expect(page.locator('#who')).toContainText('Signed in as Alice');
const atProvider = async (where: Page) => {
  await where.locator('#idp-username').fill('alice');
  await where.locator('#idp-password').fill(site.users.alice.password);
  await where.locator('#idp-login button').click();
};

test('a second factor: the button sends, only the visible field is posted', async () => {
  site.login.setRules('alice', { factors: ['sms', 'mfa_custom'] });
  await open();
  await enter();
  await page.locator('#mfa-select').selectOption('mfa_custom');
  await expect(page.locator('input[name=code]')).toHaveCount(1);
  await page.locator('#mfa-select').selectOption('sms');
  await page.locator('.btn-challenge:visible').click();
  await expect(page.locator('#mfa-note')).not.toBeEmpty();
  await page.locator('input[name=code]').fill(site.login.codeFor('alice', 'sms') ?? '');
  await page.locator('#mfa-form button').click();
  await isIn();
});

test('a password that must change: the notice goes on by itself, the new one is encrypted', async () => {
  site.login.setRules('alice', { password: 'expired' });
  await open();
  await enter();
  await page.waitForURL(/password\/reset/);
  await page.locator('#id_new_password').fill('practice-alice-2');
  await page.locator('#id_confirm_password').fill('practice-alice-2');
  await page.locator('#reset-form button').click();
  await page.waitForURL(/core\/auth\/login\/$/);
  expect(site.users.alice.password).toBe('practice-alice-2');
});

test('a review: the page goes on once it is approved', async () => {
  site.login.setRules('alice', { loginRule: 'review' });
  await open();
  await enter();
  const ticket = await site.login.nextTicket();
  site.login.decideTicket(ticket.id, 'approved');
  await isIn();
});

for (const method of ['openid', 'cas', 'saml2', 'oauth2'] as const) {
  test(`${method}, over pages that hop by script`, async () => {
    site.login.set({ methods: [method] });
    site.login.setIdp({ hops: 2, responseMode: 'form_post' });
    await open();
    await page.locator(`[data-method=${method}]`).click();
    await atProvider(page);
    await page.getByRole('button', { name: 'Allow' }).click();
    await isIn();
  });
}

test('OpenID with TLS on both sides, its answer posted across', async () => {
  const secure = await PracticeSite.start({
    tls: { certificates: [selfSigned()] },
    publicHost: 'localhost',
    idpHost: '127.0.0.1',
    login: { methods: ['openid'] },
    idp: { responseMode: 'form_post', consent: false, hops: 1 },
  });
  try {
    expect(secure.idpUrl).toMatch(/^https:\/\/127/);
    await page.goto(`${secure.url}/core/auth/login/?next=/ui/`);
    await page.locator('[data-method=openid]').click();
    await page.locator('#idp-username').fill('alice');
    await page.locator('#idp-password').fill(secure.users.alice.password);
    await page.locator('#idp-login button').click();
    await isIn();
  } finally {
    await secure.dispose();
  }
});

for (const style of ['popup-message', 'popup-opener'] as const) {
  test(`OpenID in a pop-up: ${style}`, async () => {
    site.login.set({ methods: ['openid'] });
    site.login.setIdp({ window: style, consent: false });
    await open();
    await page.locator('[data-method=openid]').click();
    const [popup] = await Promise.all([browser.waitForEvent('window'), page.locator('#idp-popup').click()]);
    await atProvider(popup);
    await isIn();
    await expect.poll(() => browser.windows().length).toBe(1);
  });
}

test('OAuth2 that goes on in the new window of a link', async () => {
  site.login.set({ methods: ['oauth2'] });
  site.login.setIdp({ window: 'blank-link', consent: false });
  await open();
  await page.locator('[data-method=oauth2]').click();
  const [other] = await Promise.all([browser.waitForEvent('window'), page.locator('#idp-blank').click()]);
  await atProvider(other);
  await expect(other.locator('#who')).toContainText('Signed in as Alice');
  await other.close();
});

for (const method of ['wecom', 'dingtalk'] as const) {
  test(`a QR code by ${method}`, async () => {
    site.login.set({ methods: [method] });
    await open();
    await page.locator(`[data-method=${method}]`).click();
    await expect(page.locator('img.qr-code')).toBeVisible();
    expect(await page.locator('img.qr-code').evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(174);
    await site.login.confirmQr('alice');
    await isIn();
  });
}

test('a passkey in a virtual authenticator', async () => {
  site.login.set({ methods: ['passkey'] });
  const { credentialId, privateKey, userHandle } = site.login.addPasskey('alice');
  const plain = (text: string) => Buffer.from(text, 'base64url').toString('base64');
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await devtools.send('WebAuthn.addCredential', {
    authenticatorId,
    credential: {
      credentialId: plain(credentialId),
      isResidentCredential: true,
      rpId: 'localhost',
      privateKey: plain(privateKey),
      userHandle: plain(userHandle),
      signCount: 0,
    },
  });
  await open();
  await page.locator('[data-method=passkey]').click();
  await isIn();
});
