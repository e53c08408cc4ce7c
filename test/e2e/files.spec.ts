import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { PracticeSite } from '../../practice/practice-site.ts';
import { accessibilityFaults } from './support/accessibility.ts';
import { startAgent, type TestAgent } from './support/agent.ts';
import { type Desktop, startDesktop } from './support/launch.ts';
import { addSite, enterPassword, toTheTerminals } from './support/sign-in.ts';

let desktop: Desktop;
let site: PracticeSite;
let agent: TestAgent;
let project: string;

test.beforeEach(async () => {
  desktop = await startDesktop({ keyring: true });
  site = await PracticeSite.start({ looksReal: true });
  project = realpathSync(mkdtempSync(path.join(path.dirname(desktop.home), 'web-shop-')));
});

test.afterEach(async () => {
  await agent.close();
  await desktop.stop();
  await site.dispose();
  rmSync(project, { recursive: true, force: true });
});

/** A person who is signed in to a site that looks real, and an agent in a project folder. */
async function atWork() {
  const running = await desktop.launch();
  const window = await running.window();
  await addSite(window, site.url);
  await enterPassword(await running.signInPage(), site.users.alice.username, site.users.alice.password);
  await toTheTerminals(window);
  agent = await startAgent(desktop.env, 'codex', project);
  const change = (action: string, args: Record<string, unknown>) =>
    agent.call('jms_sftp_change', { action, asset: 'web-01', account: 'deploy', ...args });
  return { running, window, change, dialog: window.getByTestId('question') };
}

test('the first transfer asks for the project folder, an upload asks each time, and the settings take the folder back', async () => {
  const { window, change, dialog } = await atWork();
  const remote = site.homeOf('web-01', 'deploy');
  writeFileSync(path.join(project, 'nginx.conf'), 'worker_processes 4;\n');

  const upload = change('upload', { path: 'nginx.conf', local_path: 'nginx.conf', reason: 'the new limits' });
  await expect(dialog).toContainText('Let codex use this folder for files?');
  await expect(dialog).toContainText(project);
  await dialog.getByRole('button', { name: 'Grant the folder' }).click();
  await expect(dialog).toContainText('Let codex upload this to web-01?');
  await expect(dialog).toContainText(`${remote}/nginx.conf`);
  await expect(dialog).toContainText(path.join(project, 'nginx.conf'));
  await expect(dialog).toContainText('20 byte');
  await expect(dialog).toContainText('the new limits');
  expect(await accessibilityFaults(window)).toEqual([]);
  expect(existsSync(path.join(remote, 'nginx.conf'))).toBe(false);
  await dialog.getByRole('button', { name: 'Allow once' }).click();
  expect((await upload).text).toContain('Uploaded 20 B');
  expect(readFileSync(path.join(remote, 'nginx.conf'), 'utf8')).toBe('worker_processes 4;\n');

  // A download only reads: with the folder granted nobody is asked.
  expect((await change('download', { path: 'nginx.conf', local_path: 'copy.conf' })).isError).toBe(false);
  expect(readFileSync(path.join(project, 'copy.conf'), 'utf8')).toBe('worker_processes 4;\n');

  const removal = change('delete', { path: 'nginx.conf' });
  await expect(dialog).toContainText('Let codex delete this on web-01?');
  await dialog.getByRole('textbox').fill('still needed');
  await window.keyboard.press('Enter');
  expect((await removal).text).toContain('still needed');
  expect(existsSync(path.join(remote, 'nginx.conf'))).toBe(true);

  await window.getByRole('button', { name: 'Settings' }).click();
  await window.getByRole('tab', { name: 'Files' }).click();
  await expect(window.getByRole('button', { name: `Revoke ${project}` })).toBeVisible();
  expect(await accessibilityFaults(window)).toEqual([]);
  await window.getByRole('button', { name: `Revoke ${project}` }).click();
  await expect(window.getByText('None yet.')).toBeVisible();
  const again = change('download', { path: 'nginx.conf', local_path: 'later.conf' });
  await expect(dialog).toContainText('Let codex use this folder for files?');
  await dialog.getByRole('button', { name: 'Refuse' }).click();
  expect((await again).text).toContain('declined-by-person');
  expect(existsSync(path.join(project, 'later.conf'))).toBe(false);
});

test('a granted folder is kept over a restart', async () => {
  const { running, change, dialog } = await atWork();
  writeFileSync(path.join(site.homeOf('web-01', 'deploy'), 'log.txt'), 'line\n');
  const first = change('download', { path: 'log.txt', local_path: 'one.txt' });
  await dialog.getByRole('button', { name: 'Grant the folder' }).click();
  expect((await first).isError).toBe(false);
  await running.kill();
  await agent.close();

  const again = await desktop.launch();
  const window = await again.window();
  agent = await startAgent(desktop.env, 'codex', project);
  const download = (local: string) =>
    agent.call('jms_sftp_change', {
      action: 'download',
      asset: 'web-01',
      account: 'deploy',
      path: 'log.txt',
      local_path: local,
    });
  expect((await download('two.txt')).isError).toBe(false);
  expect(readFileSync(path.join(project, 'two.txt'), 'utf8')).toBe('line\n');
  await expect(window.getByTestId('question')).toHaveCount(0);
});

test('the home folder itself is never offered', async () => {
  const running = await desktop.launch();
  const window = await running.window();
  await addSite(window, site.url);
  await enterPassword(await running.signInPage(), site.users.alice.username, site.users.alice.password);
  await toTheTerminals(window);
  agent = await startAgent(desktop.env, 'codex', homedir());
  const upload = await agent.call('jms_sftp_change', {
    ...{ action: 'upload', asset: 'web-01', account: 'deploy', path: 'x', local_path: 'anything' },
  });
  expect(upload.text).toContain('folder-not-granted');
  await expect(window.getByTestId('question')).toHaveCount(0);
});
