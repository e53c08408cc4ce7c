import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { PracticeSite } from '../../practice/practice-site.ts';
import { type Desktop, type RunningApp, startDesktop } from './support/launch.ts';

let desktop: Desktop;
const config = fs.mkdtempSync(path.join(os.tmpdir(), 'drawbridge-xdg-'));

async function start(options: { readonly trayHost?: boolean } = {}): Promise<RunningApp> {
  desktop = await startDesktop({ ...options, env: { XDG_CONFIG_HOME: config } });
  return desktop.launch();
}

test.afterEach(() => desktop.stop());
test.afterAll(() => fs.rmSync(config, { recursive: true, force: true }));

const closeByPerson = (running: RunningApp) =>
  running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
const visible = (running: RunningApp) =>
  running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().some((each) => each.isVisible()));
const question = (window: Page) => window.getByRole('alertdialog', { name: 'Keep Drawbridge running?' });
const stored = (): unknown => JSON.parse(fs.readFileSync(path.join(desktop.home, 'data', 'settings.json'), 'utf8'));

test('the tray shows health by shape and words, and its menu raises, lowers, opens and quits', async () => {
  const running = await start();
  const window = await running.window();
  const tray = await desktop.tray.item();

  expect(await tray.tooltip()).toBe('Drawbridge: no site yet');
  const outline = await tray.icon();
  expect(outline.width).toBeGreaterThanOrEqual(16);
  expect(await tray.labels()).toEqual([
    'Open Drawbridge',
    'Terminals',
    'Raise the bridge',
    'Settings',
    'Quit Drawbridge',
  ]);

  await tray.click('Raise the bridge');
  await expect.poll(() => tray.tooltip()).toContain('raised');
  await expect.poll(() => tray.labels()).toContain('Lower the bridge');
  expect((await tray.icon()).argb.equals(outline.argb)).toBe(false);

  await tray.click('Lower the bridge');
  await expect.poll(() => tray.labels()).toContain('Raise the bridge');

  const ended = once(running.process, 'exit');
  await tray.click('Quit Drawbridge');
  expect((await ended)[0]).toBe(0);
  expect(window.isClosed()).toBe(true);
});

test('the first close asks once; kept in the tray, the window closes at once from then on and the tray opens it', async () => {
  const running = await start();
  const window = await running.window();
  await expect(window.getByRole('heading').first()).toBeVisible();
  await closeByPerson(running);
  await expect(question(window)).toBeVisible();
  await window.keyboard.press('Escape');
  await expect(question(window)).toBeHidden();
  expect(await visible(running)).toBe(true);

  await closeByPerson(running);
  await expect(window.getByRole('button', { name: 'Keep in the tray' })).toBeFocused();
  await window.keyboard.press('Enter');
  await expect.poll(() => visible(running)).toBe(false);
  expect(stored()).toMatchObject({ window: { onClose: 'keep' } });

  const tray = await desktop.tray.item();
  await tray.click('Open Drawbridge');
  await expect.poll(() => visible(running)).toBe(true);
  await closeByPerson(running);
  await expect.poll(() => visible(running)).toBe(false);
  expect(desktop.notifications.shown).toEqual([]);
});

test('who quits at the first close quits, and at every later one', async () => {
  const running = await start();
  const window = await running.window();
  await closeByPerson(running);
  const ended = once(running.process, 'exit');
  await window.getByRole('button', { name: 'Quit', exact: true }).click();
  expect((await ended)[0]).toBe(0);
  expect(stored()).toMatchObject({ window: { onClose: 'quit' } });

  const again = await desktop.launch();
  await again.window();
  const endedAgain = once(again.process, 'exit');
  await closeByPerson(again);
  expect((await endedAgain)[0]).toBe(0);
});

test('without a tray the first close says that the window is minimised instead, and it stays within reach', async () => {
  const running = await start({ trayHost: false });
  const window = await running.window();
  await closeByPerson(running);
  await expect(question(window)).toContainText('This desktop shows no tray icons');
  await window.getByRole('button', { name: 'Keep running' }).click();
  await expect(question(window)).toBeHidden();
  await closeByPerson(running);
  await closeByPerson(running);
  // The dialog has said why; nobody is told twice.
  expect(desktop.notifications.shown).toEqual([]);
  expect(running.process.exitCode).toBeNull();
  await desktop.killAll();

  const later = await desktop.launch();
  await later.window();
  await closeByPerson(later);
  await expect
    .poll(() => desktop.notifications.shown.map(({ title }) => title))
    .toEqual(['Drawbridge is minimised and goes on']);
  await closeByPerson(later);
  expect(later.process.exitCode).toBeNull();
  expect(desktop.notifications.shown).toHaveLength(1);
});

test('the tray opens the settings, and there autostart writes the entry that the desktop reads, and takes it away', async () => {
  const site = await PracticeSite.start();
  desktop = await startDesktop({ env: { XDG_CONFIG_HOME: config } });
  fs.mkdirSync(path.join(desktop.home, 'data'), { recursive: true });
  fs.writeFileSync(
    path.join(desktop.home, 'data', 'settings.json'),
    JSON.stringify({
      sites: [{ id: 'site_1', name: 'Prod', baseUrl: site.url, organisation: '', practice: true }],
    }),
  );
  const running = await desktop.launch(['--hidden']);
  const tray = await desktop.tray.item();
  expect(await running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(0);
  expect(await tray.labels()).toContain('Sign in to Prod');
  await tray.click('Settings');
  const window = await running.window();
  await expect(window.getByRole('heading', { level: 1 })).toHaveText('Sites');
  await window.getByRole('tab', { name: 'Notifications and tray' }).click();

  const entry = path.join(config, 'autostart', 'drawbridge.desktop');
  const autostart = window.getByRole('switch', { name: 'Start with this computer' });
  await expect(autostart).not.toBeChecked();
  await autostart.click();
  await expect(autostart).toBeChecked();
  expect(fs.readFileSync(entry, 'utf8')).toMatch(/^Exec=env DRAWBRIDGE_HOME=\S+ .* --hidden$/m);
  await autostart.click();
  await expect(autostart).not.toBeChecked();
  expect(fs.existsSync(entry)).toBe(false);

  // Where it cannot be written the switch stays off and says why.
  fs.rmSync(path.dirname(entry), { recursive: true });
  fs.writeFileSync(path.dirname(entry), 'in the way');
  await autostart.click();
  await expect(window.getByRole('alert')).toContainText('drawbridge.desktop cannot be changed');
  await expect(autostart).not.toBeChecked();
  fs.rmSync(path.dirname(entry));
  await site.dispose();
});

test('a second start shows the first one and ends', async () => {
  const first = await start();
  await first.window();
  const argv = first.app
    .process()
    .spawnargs.filter((word) => !word.startsWith('--inspect') && !word.startsWith('--remote-debugging'));
  const second = spawn(first.process.spawnfile, argv.slice(1), { env: { ...desktop.env }, stdio: 'ignore' });
  expect((await once(second, 'exit'))[0]).toBe(0);
  expect(first.process.exitCode).toBeNull();
});
