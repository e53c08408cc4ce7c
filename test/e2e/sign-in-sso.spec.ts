import { expect, type Page, test } from '@playwright/test';
import { PracticeSite } from '../../practice/practice-site.ts';
import { type Desktop, type RunningApp, startDesktop } from './support/launch.ts';
import { addSite, enterPassword, pressSignIn, signOut, toTheTerminals } from './support/sign-in.ts';

const METHODS = ['openid', 'cas', 'saml2', 'oauth2'] as const;

let desktop: Desktop;
let running: RunningApp;
let site: PracticeSite;
let main: Page;

test.beforeAll(async () => {
  desktop = await startDesktop();
  site = await PracticeSite.start({
    login: { methods: [...METHODS, 'wecom', 'dingtalk'], reviewPollSeconds: 0.2 },
    idp: { remembers: false },
  });
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

test.afterEach(async () => {
  if (pages().length > 0) await closeWindow();
  if ((await row().innerText()).includes('signed in')) await signOut(main);
  site.login.set({ autoRedirect: 'off', mfaForThirdParty: false });
  site.login.setIdp({ responseMode: 'query', window: 'same', hops: 0, consent: true });
  site.login.setRules('alice', { factors: [], loginRule: 'accept' });
  site.clearLoginLocks();
});

const row = () => main.getByTestId('site-row');
const pages = () => running.app.windows().filter((each) => each.url().startsWith('http'));
const hostInBar = async (which?: 'pop-up') => (await running.signInBar(which)).locator('#host');

async function closeWindow(): Promise<void> {
  await running.app.evaluate(({ BrowserWindow }) => {
    for (const each of BrowserWindow.getAllWindows())
      if (!each.webContents.getURL().startsWith('app:') && !each.getParentWindow()) each.close();
  });
  await expect(row()).toContainText(/signed out/i);
  await expect.poll(() => pages().length).toBe(0);
}

async function through(): Promise<void> {
  await expect(row()).toContainText(/signed in/i);
  await expect.poll(() => pages().length).toBe(0);
}

async function toProvider(method: (typeof METHODS)[number]): Promise<Page> {
  await pressSignIn(main);
  const page = await running.signInPage();
  await page.locator(`[data-method="${method}"]`).click();
  await page.waitForURL((url) => url.origin === site.idpUrl);
  await expect(await hostInBar()).toHaveText(new URL(site.idpUrl).host);
  return page;
}

async function atProvider(page: Page, password = site.users.alice.password): Promise<void> {
  await page.locator('#idp-username').fill('alice');
  await page.locator('#idp-password').fill(password);
  await page.locator('#idp-login button').click();
}

const allow = (page: Page) => page.locator('#idp-consent button[value="yes"]').click();

/** The window that the provider's page opens. */
async function otherPage(page: Page): Promise<Page> {
  await expect.poll(() => pages().length).toBe(2);
  const other = pages().find((each) => each !== page);
  if (!other) throw new Error('there is no other page');
  return other;
}

for (const method of METHODS)
  test(`${method}: through the provider's login and consent pages`, async () => {
    const page = await toProvider(method);
    await atProvider(page);
    await allow(page);
    await through();
  });

test("openid by a posted form, after the provider's own wrong password and over pages that hop by script", async () => {
  site.login.setIdp({ responseMode: 'form_post', hops: 4 });
  const page = await toProvider('openid');
  await atProvider(page, 'wrong');
  await expect(page.locator('.idp-error')).toBeVisible();
  await atProvider(page);
  await allow(page);
  await through();
});

for (const window of ['popup-message', 'popup-opener'] as const)
  test(`a provider that signs in by a pop-up (${window})`, async () => {
    site.login.setIdp({ window });
    const page = await toProvider('openid');
    await page.locator('#idp-popup').click();
    const popUp = await otherPage(page);
    await expect(await hostInBar('pop-up')).toHaveText(new URL(site.idpUrl).host);
    await atProvider(popUp);
    await expect.poll(() => pages().length).toBe(1);
    await allow(page);
    await through();
  });

test('a provider that goes on in a new window: the sign-in completes there, and both close', async () => {
  site.login.setIdp({ window: 'blank-link', hops: 3 });
  const page = await toProvider('oauth2');
  await page.locator('#idp-blank').click();
  const other = await otherPage(page);
  await atProvider(other);
  await allow(other);
  await through();
});

test('a login page that leads on to the provider by itself', async () => {
  site.login.set({ autoRedirect: 'openid' });
  await pressSignIn(main);
  const page = await running.signInPage();
  await page.waitForURL((url) => url.origin === site.idpUrl);
  await atProvider(page);
  await allow(page);
  await through();
});

test('a second factor behind the provider: the window that was thought done comes back for it', async () => {
  site.login.set({ mfaForThirdParty: true });
  site.login.setRules('alice', { factors: ['mfa_custom'] });
  const page = await toProvider('openid');
  await atProvider(page);
  await allow(page);
  await page.waitForURL(/\/login\/mfa\//);
  const shown = () =>
    running.app.evaluate(
      ({ BrowserWindow }) =>
        BrowserWindow.getAllWindows().filter(
          (each) => !each.webContents.getURL().startsWith('app:') && each.isVisible(),
        ).length,
    );
  await expect.poll(shown).toBe(1);
  await page.locator('.mfa-field:not([hidden]) input[type="text"]').fill('custom-alice');
  await page.locator('form button[type="submit"]').click();
  await through();
});

test('an approver behind the provider', async () => {
  site.login.setRules('alice', { loginRule: 'review' });
  const page = await toProvider('cas');
  await atProvider(page);
  await allow(page);
  await page.waitForURL(/\/login\/wait-confirm\//);
  site.login.decideTicket((await site.login.nextTicket()).id, 'approved');
  await through();
});

test('an account that the site keeps out although the provider knows it: the page that says why stays', async () => {
  site.login.lockUser('alice');
  const page = await toProvider('openid');
  await atProvider(page);
  await allow(page);
  await expect(page.locator('.flash-message')).toContainText(/locked/);
  await expect(row()).toContainText(/signing in/i);
});

test('denied consent leads back to the form, in the same window', async () => {
  const page = await toProvider('saml2');
  await atProvider(page);
  await page.locator('#idp-consent button[value="no"]').click();
  await page.locator('#flash-go-on').click();
  await enterPassword(page, 'alice', site.users.alice.password);
  await through();
});

for (const [method, where] of [
  ['wecom', "on the provider's page"],
  ['dingtalk', "on the site's page, by the provider's script"],
] as const)
  test(`a code for the phone ${where} (${method})`, async () => {
    await pressSignIn(main);
    const page = await running.signInPage();
    await page.locator(`[data-method="${method}"]`).click();
    await expect(page.locator('img.qr-code')).toBeVisible();
    await site.login.confirmQr('alice');
    await through();
  });

test("closed at the provider: the main window says so, and the provider's pop-up closes too", async () => {
  site.login.setIdp({ window: 'popup-message' });
  const page = await toProvider('openid');
  await page.locator('#idp-popup').click();
  await otherPage(page);
  await closeWindow();
  await row().getByRole('button').first().click();
  await expect(main.getByRole('menu')).toContainText('Closed at the identity provider’s page.');
  await main.keyboard.press('Escape');
});
