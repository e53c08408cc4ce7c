import fs from 'node:fs';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { PracticeSite } from '../../practice/practice-site.ts';
import { startAgent, type TestAgent } from './support/agent.ts';
import { type Desktop, startDesktop } from './support/launch.ts';
import { addSite, enterPassword, toTheTerminals } from './support/sign-in.ts';

let desktop: Desktop;
let site: PracticeSite;
let agents: TestAgent[];

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

async function agent(): Promise<TestAgent> {
  const started = await startAgent(desktop.env, 'codex');
  agents.push(started);
  return started;
}

async function openPage(window: Page): Promise<void> {
  await window.getByTestId('agent-row').first().getByRole('button').first().click();
  await window.getByRole('menuitem', { name: 'Details and limits' }).click();
}

/** The app ends, and starts again. */
async function restart(): Promise<Page> {
  for (const each of agents.splice(0)) await each.close();
  await desktop.killAll();
  return (await desktop.launch()).window();
}

test('a paused agent is paused after a restart too; a file from which it was taken raises the bridge', async () => {
  const file = path.join(desktop.home, 'data', 'settings.json');
  const stored = () =>
    JSON.parse(fs.readFileSync(file, 'utf8')) as { pausedAgents: unknown[]; pausedAgentsMac: string };
  const running = await desktop.launch();
  let window = await running.window();
  await addSite(window, site.url);
  await enterPassword(await running.signInPage(), site.users.alice.username, site.users.alice.password);
  await toTheTerminals(window);
  expect((await (await agent()).run('echo one')).text).toContain('one');
  await openPage(window);
  await window.getByRole('button', { name: 'Pause' }).click();
  await expect.poll(() => stored().pausedAgents.length).toBe(1);
  await expect.poll(() => stored().pausedAgentsMac).not.toBe('');

  window = await restart();
  await expect(window.getByTestId('site-row')).toContainText(/signed in/i);
  let codex = await agent();
  expect((await codex.run('echo two')).text).toMatch(/^paused-by-person: /);
  await expect(window.getByTestId('agent-row')).toContainText(/paused/i);

  for (const each of agents.splice(0)) await each.close();
  await desktop.killAll();
  fs.writeFileSync(file, JSON.stringify({ ...stored(), pausedAgents: [] }));
  window = await (await desktop.launch()).window();
  await expect(window.getByRole('button', { name: 'Lower the bridge' }).first()).toBeVisible();
  codex = await agent();
  expect((await codex.run('echo three')).text).toMatch(/^bridge-raised: /);
});
