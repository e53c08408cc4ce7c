import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { PracticeSite } from '../../practice/practice-site.ts';
import { type Desktop, startDesktop } from './support/launch.ts';
import { savedSessions } from './support/saved-sessions.ts';
import { addSite, enterPassword, toTheTerminals } from './support/sign-in.ts';

let site: PracticeSite;
let desktop: Desktop;

test.beforeEach(async () => {
  site = await PracticeSite.start();
});

test.afterEach(async () => {
  await desktop.stop();
  await site.dispose();
});

function filesUnder(folder: string): string[] {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

async function signIn(): Promise<void> {
  const running = await desktop.launch();
  const window = await running.window();
  await addSite(window, site.url);
  await enterPassword(await running.signInPage(), site.users.alice.username, site.users.alice.password);
  await toTheTerminals(window);
}

test('with a real keyring the web session survives a restart, and no file holds it in clear', async () => {
  desktop = await startDesktop({ keyring: true });
  await signIn();
  await expect.poll(() => savedSessions(desktop.home)).toBe(1);
  const secrets = site.webSessions().map(({ id }) => id);
  expect(secrets.length).toBeGreaterThan(0);
  for (const file of filesUnder(desktop.home))
    for (const secret of secrets) expect(fs.readFileSync(file).includes(secret), file).toBe(false);

  await desktop.killAll();
  const again = await desktop.launch();
  await expect((await again.window()).getByTestId('site-row')).toContainText(/signed in/i);
});

test('without a keyring nothing secret touches the disk, and the window says so', async () => {
  desktop = await startDesktop();
  await signIn();
  const secrets = site.webSessions().map(({ id }) => id);
  for (const file of filesUnder(desktop.home))
    for (const secret of secrets) expect(fs.readFileSync(file).includes(secret), file).toBe(false);
  expect(fs.existsSync(path.join(desktop.home, 'data', 'vault'))).toBe(false);

  await desktop.killAll();
  const again = await desktop.launch();
  await expect((await again.window()).getByTestId('site-row')).toContainText(/signed out/i);
});
