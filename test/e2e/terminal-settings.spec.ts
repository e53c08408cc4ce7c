import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { PracticeSite } from '../../practice/practice-site.ts';
import { startAgent } from './support/agent.ts';
import { type Desktop, startDesktop } from './support/launch.ts';
import { addSite, enterPassword, toTheTerminals } from './support/sign-in.ts';

let desktop: Desktop;
let site: PracticeSite;

test.beforeEach(async () => {
  desktop = await startDesktop({
    env: { DRAWBRIDGE_MAX_TERMINALS: '9', DRAWBRIDGE_OPENINGS_AT_ONCE: 'all of them' },
  });
  site = await PracticeSite.start();
});

test.afterEach(async () => {
  await desktop.stop();
  await site.dispose();
});

test('limits of terminals: what is wrong is said beside the field, what is right holds at once', async () => {
  const running = await desktop.launch();
  const window = await running.window();
  await addSite(window, site.url);
  await enterPassword(await running.signInPage(), site.users.alice.username, site.users.alice.password);
  await toTheTerminals(window);
  await expect(window.getByText(/DRAWBRIDGE_OPENINGS_AT_ONCE=all of them is not used/)).toBeVisible();
  await window.getByRole('button', { name: 'Settings' }).click();
  await window.getByRole('tab', { name: 'Terminals' }).click();

  const perAgent = window.getByLabel('Open terminals of one agent');
  await expect(perAgent).toHaveValue('6');
  await perAgent.fill('many');
  await perAgent.press('Enter');
  await expect(window.getByText(/"many" is not used\. ?Give a whole number from 1 to 64\./)).toBeVisible();
  await expect(perAgent).toHaveValue('many');
  await perAgent.fill('1');
  await perAgent.press('Enter');
  await expect(window.getByText(/is not used\. ?Give/)).toHaveCount(0);
  await expect(window.getByLabel('Open terminals in all')).toBeDisabled();
  await expect(window.getByLabel('Open terminals in all')).toHaveValue('9');
  await expect(window.getByText('Said by DRAWBRIDGE_MAX_TERMINALS while Drawbridge runs.')).toBeVisible();
  expect(JSON.parse(fs.readFileSync(path.join(desktop.home, 'data', 'settings.json'), 'utf8'))).toMatchObject({
    terminals: { perAgent: 1, inAll: 24 },
  });

  const agent = await startAgent(desktop.env);
  try {
    const run = async (asset: string) =>
      agent.call('jms_execute_koko_command', { asset, account: 'root', command: 'true' });
    expect((await run('lab-bash')).text).toContain('exit code 0');
    expect((await run('lab-sh')).text).toMatch(/exit code 0[\s\S]*on lab-bash was closed: It was idle for longest/);
  } finally {
    await agent.close();
  }
});

test('a terminal that is open in front of the person makes no room', async () => {
  const running = await desktop.launch();
  const window = await running.window();
  await addSite(window, site.url);
  await enterPassword(await running.signInPage(), site.users.alice.username, site.users.alice.password);
  await toTheTerminals(window);
  await window.getByRole('button', { name: 'Settings' }).click();
  await window.getByRole('tab', { name: 'Terminals' }).click();
  await window.getByLabel('Open terminals of one agent').fill('1');
  await window.getByLabel('Open terminals of one agent').press('Enter');
  const agent = await startAgent(desktop.env);
  try {
    const run = async (asset: string) =>
      agent.call('jms_execute_koko_command', { asset, account: 'root', command: 'true', timeout_seconds: 2 });
    expect((await run('lab-bash')).text).toContain('exit code 0');
    await window.getByRole('button', { name: 'Terminals', exact: true }).click();
    await window.getByTestId('terminal-tile').first().click();
    await expect(window.getByTestId('focus-terminal')).toBeVisible();
    expect((await run('lab-sh')).text).toMatch(/^terminal-limit: /);
    await window.getByRole('button', { name: 'Back to the terminals' }).first().click();
    expect((await run('lab-sh')).text).toContain('exit code 0');
  } finally {
    await agent.close();
  }
});
