import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { PracticeSite } from '../../practice/practice-site.ts';
import { accessibilityFaults } from './support/accessibility.ts';
import { startAgent } from './support/agent.ts';
import { type Desktop, startDesktop } from './support/launch.ts';
import { addSite, enterPassword, toTheTerminals } from './support/sign-in.ts';

let desktop: Desktop;
let site: PracticeSite;

test.beforeEach(async () => {
  desktop = await startDesktop({ keyring: true });
  site = await PracticeSite.start({});
});
test.afterEach(async () => {
  await desktop.stop();
  await site.dispose();
});

async function atWork() {
  const running = await desktop.launch();
  const window = await running.window();
  await addSite(window, site.url);
  await enterPassword(await running.signInPage(), site.users.alice.username, site.users.alice.password);
  await toTheTerminals(window);
  return { running, window, agent: await startAgent(desktop.env, 'codex') };
}

test('a terminal that ended is played again from its tile: its commands, a place, the speed; saved as .cast; deleted', async () => {
  const { running, window, agent } = await atWork();
  await agent.run('echo first-of-all');
  await agent.run('seq 1 5; echo second-of-all');
  await agent.close();
  const tile = window.getByTestId('terminal-tile');
  await tile.getByRole('button', { name: 'Close' }).click();
  await tile.getByRole('button', { name: 'Replay' }).click();

  const replay = window.getByTestId('replay');
  const text = replay.locator('.xterm-rows');
  await expect(replay.getByRole('heading', { name: 'web-01' })).toBeVisible();
  await expect(text).toContainText('second-of-all');
  const commands = replay.getByRole('complementary', { name: 'Runs' }).getByRole('button');
  await expect(commands).toHaveCount(2);

  await window.keyboard.press('Home');
  await commands.first().click();
  await expect(text).not.toContainText('second-of-all');
  await replay.getByLabel('Speed').selectOption('8');
  await window.keyboard.press('Escape');
  await expect(replay).toHaveCount(0);

  // From the journal: its row, and the list.
  await window.getByRole('button', { name: 'Journal' }).first().click();
  await window.getByRole('radio', { name: 'Recordings' }).click();
  await expect(window.getByRole('list', { name: 'Recordings, newest first' }).getByRole('button')).toHaveCount(1);
  expect(await accessibilityFaults(window)).toEqual([]);
  await window.getByRole('list', { name: 'Recordings, newest first' }).getByRole('button').click();
  await expect(text).toContainText('second-of-all');
  expect(await accessibilityFaults(window)).toEqual([]);

  const file = path.join(desktop.home, 'saved.cast');
  await running.app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, file);
  await replay.getByRole('button', { name: 'Save as .cast…' }).click();
  await expect(replay.getByText('Saved', { exact: true })).toBeVisible();
  const [head = '', ...events] = fs.readFileSync(file, 'utf8').trim().split('\n');
  expect(JSON.parse(head)).toMatchObject({
    version: 2,
    width: 200,
    drawbridge: { asset: 'web-01', account: 'deploy' },
  });
  expect(events.join('\n')).toContain('first-of-all');

  await replay.getByRole('button', { name: 'Delete' }).click();
  await window.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await expect(window.getByText('Nothing was recorded yet')).toBeVisible();
  expect(fs.readdirSync(path.join(desktop.home, 'data', 'recordings'))).toEqual([]);
  await window.getByRole('radio', { name: 'Entries' }).click();
  await expect(window.getByRole('row', { name: /Recording deleted/ })).toBeVisible();
});

test('recording can be turned off, and the page says so', async () => {
  const { window, agent } = await atWork();
  await window.getByRole('button', { name: 'Settings' }).click();
  await window.getByRole('tab', { name: 'Journal' }).click();
  await window.getByRole('switch', { name: 'Record terminals' }).click();
  await agent.run('echo unrecorded');
  await window.getByRole('button', { name: 'Journal' }).first().click();
  await window.getByRole('radio', { name: 'Recordings' }).click();
  await expect(window.getByText('Recording is turned off.')).toBeVisible();
  await agent.close();
});

test('a command in the journal leads to its moment in the recording; the chosen entries bring their recording as .cast', async () => {
  const { running, window, agent } = await atWork();
  await agent.run('echo first-$((40+1)); sleep 1');
  await agent.run('echo second-$((40+2))');
  await agent.close();
  const tile = window.getByTestId('terminal-tile');
  await expect(tile.getByRole('button', { name: 'Stop' })).toHaveCount(0);
  await tile.getByRole('button', { name: 'Close' }).click();
  await expect(tile.getByRole('button', { name: 'Replay' })).toBeVisible();

  await window.getByRole('button', { name: 'Journal' }).first().click();
  const table = window.getByRole('treegrid', { name: 'Journal, newest first' });
  await table.getByRole('row', { name: /second-/ }).click();
  await window.getByRole('region', { name: 'Details' }).getByRole('button', { name: 'Replay' }).click();
  const replay = window.getByTestId('replay');
  const runs = replay.getByRole('complementary', { name: 'Runs' }).getByRole('button');
  await expect(runs.nth(1)).toHaveAttribute('aria-current', 'true');
  // Who hears the page hears what is drawn.
  await expect(replay.getByTestId('replay-text')).toContainText('second-42');

  // By keyboard: to the command before it, and again on from there.
  await window.keyboard.press('[');
  await window.keyboard.press('[');
  await expect(replay.getByTestId('replay-text')).not.toContainText('second-42');
  await window.keyboard.press(']');
  await window.keyboard.press(']');
  await window.keyboard.press(' ');
  await expect(replay.getByTestId('replay-text')).toContainText('second-42');
  await window.keyboard.press('Escape');
  await expect(replay).toHaveCount(0);

  const file = path.join(desktop.home, 'of-the-entries.cast');
  await running.app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, file);
  await table.getByRole('row', { name: /second-/ }).click({ modifiers: ['ControlOrMeta'] });
  await window.getByRole('button', { name: 'Export…' }).click();
  await window.getByRole('menuitem', { name: 'Their recording, as .cast' }).click();
  await expect(window.getByText('Saved', { exact: true })).toBeVisible();
  expect(fs.readFileSync(file, 'utf8')).toContain('first-41');
});
