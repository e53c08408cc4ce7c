import { once } from 'node:events';
import { expect, test } from '@playwright/test';
import { type Desktop, startDesktop } from './support/launch.ts';

let desktop: Desktop;

test.beforeEach(async () => {
  desktop = await startDesktop();
});

test.afterEach(async () => {
  await desktop.stop();
});

test('the tray shows health by shape and words, and its menu raises, lowers, opens and quits', async () => {
  const running = await desktop.launch();
  const window = await running.window();
  const tray = await desktop.tray.item();

  expect(await tray.tooltip()).toBe('Drawbridge: no site yet');
  const outline = await tray.icon();
  expect(outline.width).toBeGreaterThanOrEqual(16);
  expect(await tray.labels()).toEqual(['Open Drawbridge', 'Terminals', 'Raise the bridge', 'Quit Drawbridge']);

  await tray.click('Raise the bridge');
  await expect.poll(() => tray.tooltip()).toContain('raised');
  await expect.poll(() => tray.labels()).toContain('Lower the bridge');
  expect((await tray.icon()).argb.equals(outline.argb)).toBe(false);

  await tray.click('Lower the bridge');
  await expect.poll(() => tray.labels()).toContain('Raise the bridge');

  await running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  const visible = () =>
    running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().some((each) => each.isVisible()));
  await expect.poll(visible).toBe(false);
  await tray.click('Open Drawbridge');
  await expect.poll(visible).toBe(true);
  await expect(window.getByRole('heading').first()).toBeVisible();

  const ended = once(running.process, 'exit');
  await tray.click('Quit Drawbridge');
  expect((await ended)[0]).toBe(0);
});

test('a second start shows the first one and ends', async () => {
  const first = await desktop.launch();
  await first.window();
  const { spawn } = await import('node:child_process');
  const argv = first.app
    .process()
    .spawnargs.filter((word) => !word.startsWith('--inspect') && !word.startsWith('--remote-debugging'));
  const second = spawn(first.process.spawnfile, argv.slice(1), { env: { ...desktop.env }, stdio: 'ignore' });
  expect((await once(second, 'exit'))[0]).toBe(0);
  expect(first.process.exitCode).toBeNull();
});
