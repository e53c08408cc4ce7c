import fs from 'node:fs';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { PracticeSite } from '../../practice/practice-site.ts';
import { type Desktop, startDesktop } from './support/launch.ts';
import { addSite, enterPassword, toTheTerminals } from './support/sign-in.ts';

let desktop: Desktop;
let site: PracticeSite;

test.beforeEach(async () => {
  desktop = await startDesktop();
  site = await PracticeSite.start();
});

test.afterEach(async () => {
  await desktop.stop();
  await site.dispose();
});

const file = () => path.join(desktop.home, 'data', 'settings.json');
const stored = (): unknown => JSON.parse(fs.readFileSync(file(), 'utf8'));

/** Not a first run: there is a site, signed out. */
function writeSettings(text: string): void {
  fs.mkdirSync(path.dirname(file()), { recursive: true });
  fs.writeFileSync(file(), text);
}
const aSite = () =>
  `"sites": [{ "id": "site_1", "name": "Prod", "baseUrl": "${site.url}", "organisation": "", "practice": true }]`;

async function openSection(window: Page, section: string | RegExp): Promise<void> {
  await window.getByRole('button', { name: /^(Settings|设置)$/ }).click();
  await window.getByRole('tab', { name: section }).click();
}

test('another language is there at once: in the window, the tray and the sign-in window that is open', async () => {
  const running = await desktop.launch();
  const window = await running.window();
  await addSite(window, site.url);
  const bar = await running.signInBar();
  await expect(bar.getByRole('button', { name: 'Cancel' })).toBeVisible();
  const tray = await desktop.tray.item();
  await window.getByRole('button', { name: 'Later' }).click();

  await openSection(window, 'Look and language');
  await window.getByRole('radio', { name: '简体中文' }).click();
  await expect(window.getByRole('heading', { level: 1 })).toHaveText('外观与语言');
  await expect(window.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await expect(bar.getByRole('button', { name: '取消' })).toBeVisible();
  await expect.poll(() => tray.labels()).toContain('退出 Drawbridge');
  expect(stored()).toMatchObject({ language: 'zh-CN' });

  await window.getByRole('radio', { name: 'English' }).click();
  await expect(window.getByRole('heading', { level: 1 })).toHaveText('Look and language');
  await expect.poll(() => tray.labels()).toContain('Quit Drawbridge');
});

test('colours follow the choice, and are kept over a restart', async () => {
  writeSettings(`{${aSite()}}`);
  const running = await desktop.launch();
  const window = await running.window();
  const isDark = () => window.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
  await openSection(window, 'Look and language');
  await window.emulateMedia({ colorScheme: null });
  await window.getByRole('radio', { name: 'Dark' }).click();
  await expect.poll(isDark).toBe(true);
  await window.getByRole('radio', { name: 'Light' }).click();
  await expect.poll(isDark).toBe(false);
  expect(stored()).toMatchObject({ theme: 'light' });
  await desktop.killAll();
  const again = await desktop.launch();
  await again.window();
  expect(await again.app.evaluate(({ nativeTheme }) => nativeTheme.themeSource)).toBe('light');
});

test('the list of sections is walked by the arrow keys, and Tab goes into the section', async () => {
  writeSettings(`{${aSite()}}`);
  const window = await (await desktop.launch()).window();
  await openSection(window, 'Sites');
  const second = window.getByRole('tab').nth(1);
  await window.keyboard.press('ArrowDown');
  await expect(second).toBeFocused();
  await expect(window.getByRole('heading', { level: 1 })).toHaveText((await second.textContent()) ?? '');
  await window.keyboard.press('End');
  await expect(window.getByRole('heading', { level: 1 })).toHaveText('About');
  await window.getByRole('tab', { name: 'Terminals' }).focus();
  await window.keyboard.press('Tab');
  await window.keyboard.press('Tab');
  await expect(window.getByLabel('Font', { exact: true })).toBeFocused();
});

test('a settings file that is wrong is told with line and column, kept, and loses only what is wrong', async () => {
  writeSettings(`{\n  "theme": "pink",\n  "terminals": { "perAgent": 2 },\n  ${aSite()}\n}\n`);
  const window = await (await desktop.launch()).window();
  await expect(window.getByText(/settings\.json is not as it should be: line 2, column 3: theme takes/)).toBeVisible();
  await openSection(window, 'Terminals');
  await expect(window.getByLabel('Open terminals of one agent')).toHaveValue('2');
  const kept = fs.readdirSync(path.dirname(file())).filter((name) => name.startsWith('settings.unreadable-'));
  expect(kept).toHaveLength(1);
  expect(fs.readFileSync(path.join(path.dirname(file()), kept[0] ?? ''), 'utf8')).toContain('"pink"');
});

test('what another program writes into the file while Drawbridge runs is kept aside, and said', async () => {
  writeSettings(`{${aSite()}}`);
  const window = await (await desktop.launch()).window();
  await openSection(window, 'Look and language');
  await window.getByRole('radio', { name: 'Dark' }).click();
  await expect.poll(stored).toMatchObject({ theme: 'dark' });
  fs.writeFileSync(file(), '{"theme":"light","mine":true}');
  await window.getByRole('radio', { name: 'Light' }).click();
  await expect(window.getByText(/was changed by another program while Drawbridge ran/)).toBeVisible();
  const kept = fs.readdirSync(path.dirname(file())).find((name) => name.startsWith('settings.changed-')) ?? '';
  expect(fs.readFileSync(path.join(path.dirname(file()), kept), 'utf8')).toContain('"mine":true');
});

test('the keys that raise the bridge are recorded by pressing them; what is taken or typed all day is not', async () => {
  writeSettings(`{${aSite()}}`);
  const running = await desktop.launch();
  const window = await running.window();
  const registered = (keys: string) =>
    running.app.evaluate(({ globalShortcut }, wanted) => globalShortcut.isRegistered(wanted), keys);
  await expect.poll(() => registered('CommandOrControl+Alt+Shift+B')).toBe(true);
  await openSection(window, 'Shortcuts');
  const recorder = window.getByRole('button', { name: /^Raise the bridge: / });
  await expect(recorder).toHaveText('Ctrl Alt Shift B');

  await recorder.click();
  await expect(recorder).toHaveText('Press keys');
  // What holds now can be pressed without raising the bridge.
  await expect.poll(() => registered('CommandOrControl+Alt+Shift+B')).toBe(false);
  await window.keyboard.press('Escape');
  await expect.poll(() => registered('CommandOrControl+Alt+Shift+B')).toBe(true);
  await recorder.click();
  await window.keyboard.press('b');
  await expect(window.getByText('Add Ctrl, Alt or the like.')).toBeVisible();
  await window.keyboard.press('Control+Alt+F7');
  await expect(recorder).toHaveText('Ctrl Alt F7');
  expect(await registered('Control+Alt+F7')).toBe(true);
  expect(await registered('CommandOrControl+Alt+Shift+B')).toBe(false);
  expect(stored()).toMatchObject({ shortcuts: { raise: 'Control+Alt+F7' } });

  // Another program on the same display has grabbed them first.
  const other = await startDesktop();
  try {
    const second = await other.launch();
    await second.window();
    await expect
      .poll(() =>
        second.app.evaluate(({ globalShortcut }) => globalShortcut.isRegistered('CommandOrControl+Alt+Shift+B')),
      )
      .toBe(true);
    await recorder.click();
    await window.keyboard.press('Control+Alt+Shift+B');
    await expect(window.getByRole('alert')).toContainText('These keys belong to another program');
    await expect(recorder).toHaveText('Ctrl Alt F7');
    expect(await registered('Control+Alt+F7')).toBe(true);
  } finally {
    await other.stop();
  }

  await window.getByRole('button', { name: 'Clear: Raise the bridge' }).click();
  await expect(recorder).toHaveText('None');
  expect(await registered('Control+Alt+F7')).toBe(false);
});

test('the font of terminals is the chosen one at once, and a name that could end a style is refused', async () => {
  writeSettings(`{${aSite()}}`);
  const window = await (await desktop.launch()).window();
  await openSection(window, 'Terminals');
  const font = window.getByLabel('Font', { exact: true });
  await font.fill('Evil"; } * { display: none');
  await font.press('Enter');
  await expect(window.getByRole('alert')).toContainText(/is not used\. Give up to 80 letters/);
  await font.fill('Noto Sans Mono');
  await font.press('Enter');
  await expect(window.getByRole('alert')).toHaveCount(0);
  const family = () =>
    window.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--font-term'));
  await expect.poll(family).toMatch(/^"Noto Sans Mono", "JetBrains Mono"/);
  expect(stored()).toMatchObject({ terminals: { fontFamily: 'Noto Sans Mono' } });
});

test('diagnostics are copied without names, and about says which Electron this is', async () => {
  writeSettings(`{${aSite()}}`);
  const running = await desktop.launch();
  const window = await running.window();
  await openSection(window, 'About');
  await window.getByRole('button', { name: 'Copy: Diagnostics' }).click();
  const copied = () => running.app.evaluate(({ clipboard }) => clipboard.readText());
  await expect.poll(copied).toContain('sites: signed-out');
  expect(await copied()).not.toContain('Prod');
  await expect(window.getByText(/^Electron \d+/)).toBeVisible();
});

test('a kind of notification that is turned off is not shown; the others speak the chosen language', async () => {
  const running = await desktop.launch();
  const window = await running.window();
  await addSite(window, site.url);
  await enterPassword(await running.signInPage(), site.users.alice.username, site.users.alice.password);
  await toTheTerminals(window);
  await openSection(window, 'Notifications and tray');
  await window.getByRole('switch', { name: 'A session has ended' }).click();
  await expect.poll(stored).toMatchObject({ notifications: { ended: false } });
  site.endSessions('alice', 'admin-kick');
  await window.getByRole('button', { name: 'Assets' }).first().click();
  await expect(window.getByTestId('site-row')).toContainText('expired');
  await window.getByTestId('site-row').getByRole('button', { name: 'Sign in' }).last().click();
  await enterPassword(await running.signInPage(), site.users.alice.username, site.users.alice.password);
  await expect(window.getByTestId('site-row')).toContainText(/signed in/i);

  await openSection(window, 'Notifications and tray');
  await window.getByRole('switch', { name: 'A session has ended' }).click();
  await window.getByRole('tab', { name: 'Look and language' }).click();
  await window.getByRole('radio', { name: '简体中文' }).click();
  await expect.poll(stored).toMatchObject({ language: 'zh-CN', notifications: { ended: true } });
  site.endSessions('alice', 'admin-kick');
  await window.getByRole('button', { name: '资产' }).first().click();
  await expect
    .poll(() => desktop.notifications.shown.map(({ title }) => title))
    .toEqual([expect.stringMatching(/：会话已结束$/)]);
});

test('the window opens where it was', async () => {
  writeSettings(`{${aSite()}}`);
  const running = await desktop.launch();
  await running.window();
  const place = { x: 140, y: 90, width: 1000, height: 700 };
  await running.app.evaluate(({ BrowserWindow }, bounds) => BrowserWindow.getAllWindows()[0]?.setBounds(bounds), place);
  await expect.poll(stored).toMatchObject({ windowBounds: { ...place, maximized: false } });
  await desktop.killAll();
  const again = await desktop.launch();
  await again.window();
  expect(await again.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())).toEqual(place);
});

test('the keychain page says where sign-ins are kept, and why', async () => {
  writeSettings(`{${aSite()}}`);
  const without = await (await desktop.launch()).window();
  await openSection(without, 'Keychain');
  await expect(without.getByText('In memory only', { exact: true })).toBeVisible();
  await expect(without.getByText('sign in after each start', { exact: true })).toBeVisible();

  const keyed = await startDesktop({ keyring: true });
  try {
    fs.mkdirSync(path.join(keyed.home, 'data'), { recursive: true });
    fs.writeFileSync(path.join(keyed.home, 'data', 'settings.json'), `{${aSite()}}`);
    const window = await (await keyed.launch()).window();
    await openSection(window, 'Keychain');
    await expect(window.getByText('In this computer’s keychain')).toBeVisible();
    await expect(window.getByText('survives a restart')).toBeVisible();
    await expect(window.getByText('What is kept there')).toBeVisible();
  } finally {
    await keyed.stop();
  }
});
