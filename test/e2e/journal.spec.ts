import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { PracticeSite } from '../../practice/practice-site.ts';
import { accessibilityFaults } from './support/accessibility.ts';
import { bridgeCommand, startAgent, type TestAgent } from './support/agent.ts';
import { type Desktop, startDesktop } from './support/launch.ts';
import { addSite, enterPassword, toTheTerminals } from './support/sign-in.ts';

let desktop: Desktop;
let site: PracticeSite;
let agent: TestAgent;

test.beforeEach(async () => {
  desktop = await startDesktop({ keyring: true });
  site = await PracticeSite.start({});
});
test.afterEach(async () => {
  await agent.close();
  await desktop.stop();
  await site.dispose();
});

async function atWork() {
  const running = await desktop.launch();
  const window = await running.window();
  await addSite(window, site.url);
  await enterPassword(await running.signInPage(), site.users.alice.username, site.users.alice.password);
  await toTheTerminals(window);
  agent = await startAgent(desktop.env, 'codex');
  await agent.run('echo first-of-all; false');
  await agent.run('uptime');
  const nav = window.getByRole('button', { name: 'Journal' }).or(window.getByRole('tab', { name: 'Journal' }));
  await nav.first().click();
  return { running, window, table: window.getByRole('treegrid', { name: 'Journal, newest first' }) };
}

const row = (text: string) => new RegExp(text);

test('the journal shows what agents did, finds it again, tells everything about a row, and exports it', async () => {
  const { running, window, table } = await atWork();
  await expect(table.getByRole('row', { name: row('uptime') })).toHaveCount(1);
  await expect(table.getByRole('row', { name: row('first-of-all') })).toContainText('exit 1');

  // Newer entries come by themselves.
  await agent.run('echo came-later');
  await expect(table.getByRole('row', { name: row('came-later') })).toBeVisible();

  await window.getByRole('searchbox', { name: 'Search commands, assets, people' }).fill('FIRST-of');
  await expect(table.getByRole('row', { name: row('uptime') })).toHaveCount(0);
  await expect(table.getByRole('row', { name: row('first-of-all') })).toHaveCount(1);
  await window.getByLabel('Result', { exact: true }).selectOption('good');
  await expect(window.getByText('Nothing matches')).toBeVisible();
  await window.getByRole('button', { name: 'Clear the filters' }).click();

  await window.getByLabel('Kind', { exact: true }).selectOption('commands');
  await expect(table.getByRole('row', { name: row('Terminal opened') })).toHaveCount(0);

  // By keyboard: down to the newest, open it, and close it.
  await table.focus();
  await window.keyboard.press('ArrowDown');
  await window.keyboard.press('Enter');
  const details = window.getByRole('region', { name: 'Details' });
  await expect(details).toContainText('echo came-later');
  await expect(details).toContainText('Session');
  expect(await accessibilityFaults(window)).toEqual([]);
  await window.keyboard.press('Escape');
  await expect(details).toHaveCount(0);

  const file = path.join(desktop.home, 'exported.md');
  await running.app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, file);
  await window.getByRole('button', { name: 'Export…' }).click();
  await window.getByRole('menuitem', { name: 'As Markdown' }).click();
  await expect(window.getByText('entries saved')).toBeVisible();
  const exported = fs.readFileSync(file, 'utf8');
  expect(exported).toContain('echo came-later');
  expect(exported).not.toContain('terminal-opened');
});

test('a journal that cannot be written stops agents and says so; it goes on by itself, and verify proves the chain', async () => {
  const { window } = await atWork();
  const folder = path.join(desktop.home, 'data', 'journal');
  fs.renameSync(folder, `${folder}-aside`);
  fs.writeFileSync(folder, '');
  const refused = await agent.run('echo must-not-run');
  expect(refused).toMatchObject({ isError: true, text: expect.stringContaining('journal-unavailable') });
  const banner = window.getByRole('status').filter({ hasText: 'The journal cannot be written' });
  await expect(banner).toBeVisible();
  fs.rmSync(folder);
  fs.renameSync(`${folder}-aside`, folder);
  await expect(banner).toHaveCount(0);
  expect((await agent.run('echo it-runs-again')).text).toContain('it-runs-again');

  expect(await verify()).toMatchObject({ code: 0, out: expect.stringContaining('intact') });
  await window.getByRole('button', { name: 'Settings' }).click();
  await window
    .getByRole('tab', { name: 'Journal' })
    .or(window.getByRole('button', { name: 'Journal' }))
    .last()
    .click();
  await window.getByRole('button', { name: 'Verify' }).click();
  await expect(window.getByText(/entries, intact from/)).toBeVisible();

  const [month = ''] = fs.readdirSync(folder);
  const file = path.join(folder, month);
  fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace('first-of-all', 'first_of_all'));
  expect(await verify()).toMatchObject({ code: 1, out: expect.stringContaining(`BROKEN at ${month} line`) });
  await window.getByRole('button', { name: 'Verify' }).click();
  await expect(window.getByText('this line was changed')).toBeVisible();
});

function verify(): Promise<{ readonly code: number; readonly out: string }> {
  const [command = '', ...args] = bridgeCommand();
  return new Promise((resolve) =>
    execFile(command, [...args, 'journal', 'verify'], { env: { ...desktop.env } }, (error, out) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out }),
    ),
  );
}
