import { expect, test } from '@playwright/test';
import { PracticeSite } from '../../practice/practice-site.ts';
import { startAgent, type TestAgent } from './support/agent.ts';
import { type Desktop, type RunningApp, startDesktop } from './support/launch.ts';
import { addSite, enterPassword, toTheTerminals } from './support/sign-in.ts';

let desktop: Desktop;
let site: PracticeSite;
let agents: TestAgent[];
let running: RunningApp;

async function agent(name: string): Promise<TestAgent> {
  const started = await startAgent(desktop.env, name);
  agents.push(started);
  return started;
}

/** The page of an agent, opened from its row. */
async function openPage(name: string) {
  const window = await running.window();
  await window.getByTestId('agent-row').filter({ hasText: name }).getByRole('button').first().click();
  await window.getByRole('menuitem', { name: 'Details and limits' }).click();
  await expect(window.getByRole('heading', { name, level: 1 })).toBeVisible();
  return window;
}

test.beforeEach(async () => {
  agents = [];
  desktop = await startDesktop();
  site = await PracticeSite.start();
  running = await desktop.launch();
  const window = await running.window();
  await addSite(window, site.url);
  await enterPassword(await running.signInPage(), site.users.alice.username, site.users.alice.password);
  await toTheTerminals(window);
});

test.afterEach(async () => {
  for (const each of agents) await each.close();
  await desktop.stop();
  await site.dispose();
});

test('the page of an agent says who it is, by whose word, and what it did', async () => {
  const codex = await agent('codex');
  await codex.run('true');
  await codex.run('false');
  const window = await openPage('codex');
  const main = window.getByRole('main');
  await expect(main).toContainText('Connected');
  await expect(main.locator('dl').first()).toContainText('2');
  await expect(main.locator('dl').first()).toContainText('2 of 600');
  await expect(main).toContainText('The system agrees');
  // The test itself is what started the bridge.
  await expect(main).toContainText(`pid ${process.pid}`);
  await main.getByRole('button', { name: 'web-01' }).click();
  await expect(window.getByTestId('focus-view').or(window.locator('.xterm'))).toBeVisible();
});

test('an agent gets a name and a colour that stay when it connects again', async () => {
  await (await agent('codex')).run('true');
  const window = await openPage('codex');
  const name = window.getByLabel('Name', { exact: true });
  await name.fill('Night shift');
  await name.press('Enter');
  await expect(window.getByRole('heading', { name: 'Night shift' })).toBeVisible();
  await window.getByRole('radio', { name: 'Copper' }).click();
  await expect(window.getByRole('radio', { name: 'Copper' })).toBeChecked();
  await agents[0]?.close();
  await (await agent('codex')).run('true');
  await expect(window.getByTestId('agent-row').filter({ hasText: 'Night shift' })).not.toHaveCount(0);
});

test('an agent that runs more commands within an hour than it may is stopped until the person lets it go on', async () => {
  const codex = await agent('codex');
  await codex.run('true');
  const window = await openPage('codex');
  const limit = window.getByLabel('Commands an hour', { exact: true });
  await limit.fill('many');
  await limit.press('Enter');
  await expect(window.getByRole('alert')).toContainText('Give a whole number from 1 to 100000');
  await limit.fill('2');
  await limit.press('Enter');
  await expect(window.getByRole('alert')).toHaveCount(0);

  expect((await codex.run('echo two')).text).toContain('two');
  const third = await codex.run('echo three');
  expect(third.isError).toBe(true);
  expect(third.text).toContain('2 commands within an hour');
  await expect(window.getByRole('status').filter({ hasText: 'Stopped by its limit' })).toBeVisible();
  await window.getByRole('button', { name: 'Let it go on' }).click();
  expect((await codex.run('echo three')).text).toContain('three');
});

test('a paused agent looks and reads; nothing of it is typed until the person lets it go on', async () => {
  const codex = await agent('codex');
  await codex.run('echo before');
  const window = await openPage('codex');
  await window.getByRole('button', { name: 'Pause' }).click();
  await expect(window.getByRole('status').filter({ hasText: 'Paused by you' })).toBeVisible();
  const refused = await codex.run('echo after');
  expect(refused.isError).toBe(true);
  expect(refused.text).toContain('The person has paused this agent');
  expect((await codex.call('jms_status', {})).isError).toBe(false);
  await window.getByRole('button', { name: 'Let it go on' }).click();
  expect((await codex.run('echo after')).text).toContain('after');
});

test('an agent that the person disconnects is gone from its page, with its terminals', async () => {
  const codex = await agent('codex');
  await codex.run('true');
  const window = await openPage('codex');
  await window.getByRole('main').getByRole('button', { name: 'Disconnect…' }).click();
  await window.getByRole('alertdialog').getByRole('button', { name: 'Disconnect' }).click();
  await expect(window.getByText('This agent is not connected any more.')).toBeVisible();
});
