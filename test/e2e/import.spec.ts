import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { PracticeSite } from '../../practice/practice-site.ts';
import { selfSigned } from '../support/certificates.ts';
import { formerLogin, writeFormerState } from '../support/former-state.ts';
import { accessibilityFaults } from './support/accessibility.ts';
import { bridgeCommand, startAgent } from './support/agent.ts';
import { type Desktop, startDesktop } from './support/launch.ts';
import { addSite, enterPassword, toTheTerminals } from './support/sign-in.ts';

let folder: string;
let file: string;
let desktop: Desktop;
let site: PracticeSite;

test.beforeEach(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'drawbridge-former-'));
  file = path.join(folder, 'auth-state.json');
  desktop = await startDesktop({ keyring: true, env: { MCP_JUMPSERVER_GUI_SUCKS_STATE_FILE: file } });
  site = await PracticeSite.start();
});

test.afterEach(async () => {
  await desktop.stop();
  await site.dispose();
  fs.rmSync(folder, { recursive: true, force: true });
});

/** `drawbridge import` on the person's terminal, to its end. */
function importByCommand(...args: string[]): Promise<{ readonly code: number | null; readonly out: string }> {
  const [command = '', ...bridge] = bridgeCommand();
  const child = spawn(command, [...bridge, 'import', ...args], { env: { ...desktop.env } });
  let out = '';
  const keep = (bytes: Buffer) => {
    out += bytes;
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out })));
}

const question = (window: Page) => window.getByTestId('question');
const done = (window: Page) => window.getByTestId('taken-over');

test('the command line hands the session over, the person agrees by keyboard, and agents work without a sign-in', async () => {
  const login = await formerLogin(site);
  writeFormerState(file, login, 0o644);
  const running = await desktop.launch();
  const window = await running.window();
  const command = importByCommand('--json');
  await expect(question(window)).toContainText('The state file of mcp-jumpserver-gui-sucks says this');
  await expect(question(window)).toContainText('Other users of this computer may be able to read this file');
  await expect(question(window)).toContainText(site.url);
  const tick = question(window).getByRole('checkbox', { name: /Take over the access key/ });
  await expect(tick).not.toBeChecked();
  await expect(question(window).getByRole('button', { name: 'Leave it' })).toBeFocused();
  await tick.press('Space');
  await window.keyboard.press('Control+Enter');
  const { code, out } = await command;
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    session: { kind: 'signed-in', user: 'alice' },
    access_key: { kind: 'taken', id: login.key?.id },
  });
  await expect(done(window)).toContainText('Signed in as alice, without a password.');
  await expect(done(window)).toContainText(`shred -u ${file}`);
  await done(window).getByRole('button', { name: 'Done' }).press('Enter');
  await toTheTerminals(window);
  const agent = await startAgent(desktop.env);
  expect((await agent.run('id -un')).text).toContain('deploy');
  await agent.close();
  const secrets = [login.key?.secret, ...login.cookies.map(({ value }) => value)].filter(
    (one) => (one ?? '').length > 8,
  );
  // Neither in a log nor anywhere else in clear: the keychain's key is not in this folder.
  const files = fs.readdirSync(desktop.home, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  const written = [out, running.output()];
  for (const one of files) written.push(fs.readFileSync(path.join(one.parentPath, one.name), 'latin1'));
  expect(written.length).toBeGreaterThan(4);
  for (const secret of secrets) expect(written.join('\n')).not.toContain(secret);

  // Kept as a session that was signed in here: the next start needs nobody.
  await running.app.close();
  const again = await (await desktop.launch()).window();
  await expect(again.getByTestId('site-row')).toContainText(/signed in/i);
  expect(fs.existsSync(file)).toBe(true);
});

test('the first page offers the file; a no changes nothing, and a session that is over leads to the sign-in', async () => {
  writeFormerState(file, await formerLogin(site));
  site.endSessions('alice', 'admin-kick');
  const running = await desktop.launch();
  const window = await running.window();
  const offer = window.getByTestId('take-over');
  await expect(offer).toContainText(file);
  await offer.getByRole('button').click();
  expect(await accessibilityFaults(window)).toEqual([]);
  await question(window).getByRole('button', { name: 'Leave it' }).click();
  await expect(question(window)).toHaveCount(0);
  await expect(window.getByTestId('site-row')).toHaveCount(0);
  await expect(offer.getByRole('button')).toBeEnabled();
  await offer.getByRole('button').click();
  await question(window).getByRole('button', { name: 'Take over' }).click();
  await expect(done(window)).toContainText('Its web session is over');
  expect(await accessibilityFaults(window)).toEqual([]);
  await done(window).getByRole('button', { name: 'Sign in' }).click();
  await enterPassword(await running.signInPage(), site.users.alice.username, site.users.alice.password);
  await toTheTerminals(window);
  await window.getByRole('button', { name: 'Settings' }).click();
  await expect(window.getByTestId('take-over')).toContainText(file);
});

test('another file is chosen in the settings; one that is damaged is said to be, and another user replaces nobody unasked', async () => {
  const running = await desktop.launch();
  const window = await running.window();
  await addSite(window, site.url);
  await enterPassword(await running.signInPage(), site.users.alice.username, site.users.alice.password);
  await toTheTerminals(window);
  const choose = async (name: string) => {
    await running.app.evaluate(({ dialog }, chosen) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
    }, name);
    await window.getByTestId('take-over').getByRole('button', { name: 'Choose its state file…' }).click();
  };
  await window.getByRole('button', { name: 'Settings' }).click();
  const torn = path.join(folder, 'torn.json');
  fs.writeFileSync(torn, '{"base_url": "https://ju');
  await choose(torn);
  await expect(window.getByTestId('take-over').getByRole('alert')).toContainText(`${torn} is not JSON`);
  await choose(writeFormerState(path.join(folder, 'admin.json'), await formerLogin(site, 'admin')));
  await expect(question(window)).toContainText('alice, whom nothing replaces without asking you');
  await question(window).getByRole('button', { name: 'Take over' }).click();
  await expect(question(window)).toContainText('Sign alice out of');
  await question(window).getByRole('button', { name: 'Keep alice' }).click();
  await expect(done(window)).toContainText('alice stays signed in. The session of admin was left in the file.');
  await done(window).getByRole('button', { name: 'Done' }).click();
  await expect(window.getByRole('main')).toContainText('as alice');

  // A terminal of alice's is asked about, as after every change of user.
  const agent = await startAgent(desktop.env);
  expect((await agent.run('id -un')).isError).toBe(false);
  await choose(path.join(folder, 'admin.json'));
  await question(window).getByRole('button', { name: 'Take over' }).click();
  await question(window).getByRole('button', { name: 'Sign in as admin' }).click();
  await expect(question(window)).toContainText('admin is now signed in to');
  await question(window)
    .getByRole('button', { name: /^Close/ })
    .click();
  await expect(done(window)).toContainText('Signed in as admin, without a password.');
  await done(window).getByRole('button', { name: 'Done' }).click();
  await expect(window.getByRole('main')).toContainText('as admin');
  await expect.poll(() => site.webSessions().map(({ username }) => username)).not.toContain('alice');
  await expect.poll(() => site.terminals().filter(({ isLive }) => isLive)).toEqual([]);
  await agent.close();
});

test('a certificate that nobody trusts is shown before the session goes anywhere', async () => {
  await site.dispose();
  const certificate = selfSigned({ names: ['jms.localhost'] });
  site = await PracticeSite.start({ publicHost: 'jms.localhost', tls: { certificates: [certificate] } });
  const cookies = [{ name: 'jms_sessionid', value: 'of-another-day', expires: null }];
  writeFormerState(file, { baseUrl: site.url, username: 'alice', cookies });
  const running = await desktop.launch();
  const window = await running.window();
  const refused = importByCommand();
  await question(window).getByRole('button', { name: 'Take over' }).click();
  await expect(question(window).getByLabel(certificate.fingerprint)).toBeVisible();
  await question(window).getByRole('button', { name: 'Do not trust' }).click();
  expect(await refused).toMatchObject({ code: 4, out: expect.stringContaining('certificate-not-trusted') });
  await expect(window.getByTestId('site-row')).toHaveCount(0);
  const accepted = importByCommand('--json');
  await question(window).getByRole('button', { name: 'Take over' }).click();
  await question(window).getByRole('button', { name: 'Trust it for this site' }).click();
  const { code, out } = await accepted;
  expect({ code, ...JSON.parse(out) }).toMatchObject({ code: 0, session: { kind: 'ended' }, site: { added: true } });
});
