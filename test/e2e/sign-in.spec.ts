import { expect, test } from '@playwright/test';
import { PracticeSite } from '../../practice/practice-site.ts';
import { startAgent } from './support/agent.ts';
import { type Desktop, startDesktop } from './support/launch.ts';
import { addSite, enterCode, enterOtp, enterPassword, toTheTerminals } from './support/sign-in.ts';

let desktop: Desktop;
let site: PracticeSite;

test.beforeEach(async () => {
  desktop = await startDesktop();
  site = await PracticeSite.start({ login: { captcha: 'off' } });
});

test.afterEach(async () => {
  await desktop.stop();
  await site.dispose();
});

test('the native window takes a wrong password, the right one, and an OTP', async () => {
  const running = await desktop.launch();
  const window = await running.window();
  await addSite(window, site.url);
  const page = await running.signInPage();

  await enterPassword(page, site.users.bob.username, 'not the password');
  await expect(page.locator('.help-block.red-fonts')).toBeVisible();

  await enterPassword(page, site.users.bob.username, site.users.bob.password);
  await page.waitForURL(/\/core\/auth\/login\/mfa\//);
  await enterCode(page, '000000');
  await expect(page.locator('.red-fonts')).toBeVisible();
  await enterOtp(page, site.users.bob.otpSecret ?? '');

  await toTheTerminals(window);
  const tray = await desktop.tray.item();
  await expect.poll(() => tray.tooltip()).toContain('signed in as bob');
  await expect.poll(() => running.app.windows().filter((each) => each.url().includes('/core/auth/')).length).toBe(0);
});

test('a sign-in window that is closed half way leaves the site signed out, and nothing pops up again', async () => {
  const running = await desktop.launch();
  const window = await running.window();
  await addSite(window, site.url);
  const page = await running.signInPage();
  await expect(page.locator('#login-form')).toBeVisible();
  await running.app.evaluate(({ BrowserWindow }) => {
    for (const each of BrowserWindow.getAllWindows()) if (!each.webContents.getURL().startsWith('app:')) each.close();
  });
  await expect(window.getByTestId('site-row')).toContainText(/signed out/i);
  expect(running.app.windows().filter((each) => each.url().includes('/core/auth/'))).toHaveLength(0);
});

test('the practice site inside the app is one click away, and an agent works on it', async () => {
  const running = await desktop.launch();
  const window = await running.window();
  await window.getByRole('button', { name: 'Try the practice site' }).click();
  const page = await running.signInPage();
  await enterPassword(page, 'alice', 'practice-alice');
  await toTheTerminals(window);
  const agent = await startAgent(desktop.env);
  expect((await agent.run('echo from-$((6 * 7))')).text).toContain('from-42');
  await agent.close();
});
