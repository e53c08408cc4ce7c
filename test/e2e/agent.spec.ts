import { expect, test } from '@playwright/test';
import { PracticeSite } from '../../practice/practice-site.ts';
import { startAgent, type TestAgent } from './support/agent.ts';
import { type Desktop, type RunningApp, startDesktop } from './support/launch.ts';
import { addSite, enterPassword, toTheTerminals } from './support/sign-in.ts';

let desktop: Desktop;
let site: PracticeSite;
let agents: TestAgent[];

async function signedIn(): Promise<RunningApp> {
  const running = await desktop.launch();
  const window = await running.window();
  await addSite(window, site.url);
  await enterPassword(await running.signInPage(), site.users.alice.username, site.users.alice.password);
  await toTheTerminals(window);
  return running;
}

async function agent(name?: string): Promise<TestAgent> {
  const started = await startAgent(desktop.env, name);
  agents.push(started);
  return started;
}

test.beforeEach(async () => {
  agents = [];
  desktop = await startDesktop({ keyring: true });
  site = await PracticeSite.start();
});

test.afterEach(async () => {
  for (const each of agents) await each.close();
  await desktop.stop();
  await site.dispose();
});

test("an agent's command is seen in the live view, with its exit code", async () => {
  const window = await (await signedIn()).window();
  const first = await agent('claude-code');
  const { text } = await first.run('echo drawbridge-$((40 + 2))');
  expect(text).toContain('exit code 0');
  expect(text).toContain('drawbridge-42');

  const tile = window.getByTestId('terminal-tile');
  await expect(tile).toContainText('web-01');
  await expect(tile.getByTestId('tile-lines')).toContainText('drawbridge-42');
  await expect(window.getByTestId('agent-row')).toContainText('claude-code');
});

test('a raised bridge refuses agents, over a restart too, until a person lowers it', async () => {
  const running = await signedIn();
  const first = await agent();
  expect((await first.run('true')).text).toContain('exit code 0');
  await (await running.window()).getByRole('button', { name: /Raise/ }).click();
  await expect.poll(async () => (await first.run('true')).isError).toBe(true);
  expect((await first.run('true')).text).toContain('raised');

  await running.kill();
  const again = await desktop.launch();
  const window = await again.window();
  await expect(window.getByTestId('site-row')).toContainText(/signed in/i);
  expect((await first.run('true')).text).toContain('raised');
  await window.getByRole('button', { name: /Lower/ }).first().click();
  await expect.poll(async () => (await first.run('true')).text).toContain('exit code 0');
});

test('the app is killed and started again while the bridge stays up, and the next call works', async () => {
  const running = await signedIn();
  const first = await agent();
  expect((await first.run('echo before')).text).toContain('before');
  await running.kill();
  // The bridge starts the app again by itself; the web session comes back from the keyring.
  await desktop.launch(['--hidden']);
  await expect
    .poll(async () => (await first.run('echo after-the-restart')).text, { timeout: 40_000 })
    .toContain('after-the-restart');
});

test('an expired session shows in the tray and the window; open terminals go on, and what waited goes through afterwards', async () => {
  const running = await signedIn();
  const window = await running.window();
  const first = await agent();
  expect((await first.run('echo one')).text).toContain('one');
  site.expireWebSessions();
  // Needs REST, so it meets the lost session, asks for the sign-in and waits for it.
  const waiting = first.call('jms_list_assets', { search: 'web-01' });
  const page = await running.signInPage();
  await expect(window.getByTestId('site-row')).toContainText(/signing in/i);
  expect((await first.run('echo still-here')).text).toContain('still-here');
  await enterPassword(page, site.users.alice.username, site.users.alice.password);
  expect((await waiting).text).toContain('10.1.1.11');
  await expect(window.getByTestId('site-row')).toContainText(/signed in/i);
});

test('a session that ends behind the back is told once; a click on the notification opens the sign-in', async () => {
  const running = await signedIn();
  const window = await running.window();
  site.endSessions('alice', 'admin-kick');
  await window.getByRole('button', { name: 'Assets' }).first().click();
  const { notifications } = desktop;
  await expect
    .poll(() => notifications.shown.map(({ title }) => title))
    .toEqual([expect.stringMatching(/session has ended/)]);
  notifications.click(notifications.shown[0]?.id ?? 0);
  const page = await running.signInPage();
  await enterPassword(page, site.users.alice.username, site.users.alice.password);
  await expect(window.getByTestId('site-row')).toContainText(/signed in/i);
  expect(notifications.shown).toHaveLength(1);

  // Signed in another way the next time: what stands on the desktop is taken back.
  site.endSessions('alice', 'idle');
  await window.getByRole('button', { name: 'Terminals' }).first().click();
  await window.getByRole('button', { name: 'Assets' }).first().click();
  await expect.poll(() => notifications.shown).toHaveLength(2);
  await window.getByTestId('site-row').getByRole('button', { name: 'Sign in' }).last().click();
  await enterPassword(await running.signInPage(), site.users.alice.username, site.users.alice.password);
  await expect.poll(() => notifications.closed).toContain(notifications.shown[1]?.id);
});

test('a dismissed sign-in leaves the session expired, in the tray too', async () => {
  const running = await signedIn();
  const first = await agent();
  site.expireWebSessions();
  const waiting = first.call('jms_list_assets', { search: 'web-01' });
  await running.signInPage();
  await running.app.evaluate(({ BrowserWindow }) => {
    for (const each of BrowserWindow.getAllWindows()) if (!each.webContents.getURL().startsWith('app:')) each.close();
  });
  expect((await waiting).isError).toBe(true);
  const tray = await desktop.tray.item();
  await expect.poll(() => tray.tooltip()).toContain('session expired');
  await expect.poll(() => tray.labels()).toContainEqual(expect.stringMatching(/^Sign in again to /));
  await expect((await running.window()).getByTestId('site-row')).toContainText(/expired/i);
});
