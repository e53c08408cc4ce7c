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
  await expect(tile.locator('.xterm-rows')).toContainText('drawbridge-42');
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

test('a session that expires shows in the tray and in the window, and open terminals go on', async () => {
  const window = await (await signedIn()).window();
  const first = await agent();
  expect((await first.run('echo one')).text).toContain('one');
  site.expireWebSessions();
  // Needs REST, so it meets the lost session.
  const other = first.call('jms_list_assets', { search: 'web' });
  await expect(window.getByTestId('site-row')).toContainText(/expired|signing in/i);
  expect((await first.run('echo still-here')).text).toContain('still-here');
  await other;
});
