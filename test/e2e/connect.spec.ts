import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { PracticeSite } from '../../practice/practice-site.ts';
import { accessibilityFaults, keyboardFaults } from './support/accessibility.ts';
import { type Desktop, type RunningApp, startDesktop } from './support/launch.ts';
import { addSite, enterPassword } from './support/sign-in.ts';

let desktop: Desktop;
let site: PracticeSite;
let running: RunningApp;
/** The person's own home, where clients keep their settings. */
let home: string;

test.beforeEach(async () => {
  home = fs.mkdtempSync(path.join(os.tmpdir(), 'drawbridge-home-'));
  desktop = await startDesktop({
    env: { HOME: home, XDG_CONFIG_HOME: '', CODEX_HOME: '', CLAUDE_CONFIG_DIR: '', PATH: '/usr/bin:/bin' },
  });
  site = await PracticeSite.start({ title: 'Practice' });
});

test.afterEach(async () => {
  await desktop.stop();
  await site.dispose();
  fs.rmSync(home, { recursive: true, force: true });
});

const at = (file: string) => path.join(home, file);
function write(file: string, text: string): void {
  fs.mkdirSync(path.dirname(at(file)), { recursive: true });
  fs.writeFileSync(at(file), text);
}
const read = (file: string) => fs.readFileSync(at(file), 'utf8');

const codex =
  '# mine\nmodel = "gpt-5" # the model\n\n[mcp_servers.github]\ncommand = "gh"\nenv = { GITHUB_TOKEN = "ghp_abc" }\n';

async function connectPage(): Promise<Page> {
  running = await desktop.launch();
  const window = await running.window();
  await addSite(window, site.url);
  await enterPassword(await running.signInPage(), site.users.alice.username, site.users.alice.password);
  await expect(window.getByRole('heading', { name: 'Connect an agent' })).toBeVisible();
  return window;
}

test('a client is connected after its change was shown, and disconnected to the byte', async () => {
  write('.codex/config.toml', codex);
  const window = await connectPage();
  const row = window.getByRole('listitem').filter({ hasText: 'Codex' });
  await expect(row).toContainText('~/.codex/config.toml');
  await row.getByRole('button', { name: 'Connect Codex' }).click();
  const dialog = window.getByTestId('change-dialog');
  await expect(dialog).toContainText('[mcp_servers.drawbridge]');
  await expect(dialog).toContainText('6 lines added · none removed');
  await expect(dialog).not.toContainText('ghp_abc');
  expect(await accessibilityFaults(window)).toEqual([]);

  // Escape leaves everything as it is.
  await window.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  expect(read('.codex/config.toml')).toBe(codex);
  await expect(row.getByRole('button', { name: 'Connect Codex' })).toBeFocused();

  await window.keyboard.press('Enter');
  await dialog.getByRole('button', { name: 'Connect' }).click();
  await expect(row).toContainText('Connected');
  await expect(window.getByText('Codex is connected.')).toBeVisible();
  expect(read('.codex/config.toml').startsWith(codex)).toBe(true);

  await expect(row.getByRole('button', { name: 'Disconnect Codex' })).toBeFocused();
  await window.keyboard.press('Enter');
  await expect(dialog).toContainText('What connecting changed is undone');
  await dialog.getByRole('button', { name: 'Disconnect' }).click();
  await expect(row.getByRole('button', { name: 'Connect Codex' })).toBeVisible();
  expect(read('.codex/config.toml')).toBe(codex);
  expect(fs.readdirSync(at('.codex'))).toEqual(['config.toml']);
});

test('the predecessor is taken over, or left beside; an older path is out of date', async () => {
  const former =
    '{\n  "mcpServers": {\n    "jms": { "command": "uvx", "args": ["mcp-jumpserver-gui-sucks", "serve"], "env": { "A": "1" } }\n  }\n}\n';
  write('.claude.json', former);
  write('.cursor/mcp.json', '{ "mcpServers": { "drawbridge": { "command": "/old/drawbridge", "args": ["mcp"] } } }\n');
  const window = await connectPage();
  await window.getByRole('button', { name: 'Take over in Claude Code' }).click();
  const dialog = window.getByTestId('change-dialog');
  await expect(dialog).toContainText('its environment stays');
  await dialog.getByRole('radio', { name: 'Add a second one' }).click();
  await expect(dialog).toContainText('"drawbridge": {');
  await dialog.getByRole('radio', { name: 'Take it over' }).click();
  await expect(dialog).toContainText('1 line');
  await dialog.getByRole('button', { name: 'Connect' }).click();
  await expect(window.getByRole('listitem').filter({ hasText: 'Claude Code' })).toContainText('Connected as “jms”');
  const { command, args, env } = JSON.parse(read('.claude.json')).mcpServers.jms;
  expect(env).toMatchObject({ A: '1' });
  // What was written starts the bridge.
  const version = execFileSync(command, [...args.slice(0, -1), '--version'], { encoding: 'utf8' });
  expect(version).toMatch(/^\d+\.\d+\.\d+/);

  const cursor = window.getByRole('listitem').filter({ hasText: 'Cursor' });
  await expect(cursor).toContainText('Out of date');
  await cursor.getByRole('button', { name: 'Update Cursor' }).click();
  await dialog.getByRole('button', { name: 'Update' }).click();
  await expect(cursor).toContainText('Connected');
  expect(read('.cursor/mcp.json')).not.toContain('/old/');
});

test('a broken file is named by line and column, a read-only or changed one is left alone, and all of it by keyboard', async () => {
  write('.gemini/settings.json', '{\n  "a": 1,\n  "b": \n}\n');
  write('.codex/config.toml', codex);
  write('.cursor/mcp.json', '{}\n');
  const window = await connectPage();
  const gemini = window.getByRole('listitem').filter({ hasText: 'Gemini CLI' });
  await expect(gemini).toContainText('Line 4, column 1');
  await running.app.evaluate(({ shell }) => {
    shell.openPath = async (file) => {
      process.env['OPENED'] = file;
      return '';
    };
  });
  await gemini.getByRole('button', { name: 'Open the file' }).click();
  expect(await running.app.evaluate(() => process.env['OPENED'])).toBe(at('.gemini/settings.json'));
  write('.gemini/settings.json', '{}\n');
  await gemini.getByRole('button', { name: 'Look again' }).click();
  await expect(gemini.getByRole('button', { name: 'Connect Gemini CLI' })).toBeVisible();

  await window.getByRole('button', { name: 'Connect Codex' }).click();
  const dialog = window.getByTestId('change-dialog');
  await expect(dialog).toContainText('[mcp_servers.drawbridge]');
  write('.codex/config.toml', `${codex}x = 1\n`);
  await dialog.getByRole('button', { name: 'Connect' }).click();
  await expect(dialog.getByRole('alert')).toContainText('Somebody changed the file meanwhile');
  expect(read('.codex/config.toml')).toBe(`${codex}x = 1\n`);
  expect(await accessibilityFaults(window)).toEqual([]);
  await dialog.getByRole('button', { name: 'Close' }).click();

  fs.chmodSync(at('.cursor/mcp.json'), 0o444);
  await window.getByRole('button', { name: 'Connect Cursor' }).click();
  await dialog.getByRole('button', { name: 'Connect' }).click();
  await expect(dialog.getByRole('alert')).toContainText('read-only');
  expect(read('.cursor/mcp.json')).toBe('{}\n');
  await window.keyboard.press('Escape');

  await window.getByRole('button', { name: /more, not installed/ }).click();
  await expect(window.getByRole('listitem').filter({ hasText: 'Windsurf' })).toContainText('Not installed');
  for (const colorScheme of ['dark', 'light'] as const) {
    await window.emulateMedia({ colorScheme });
    expect(await accessibilityFaults(window)).toEqual([]);
  }
  expect(await keyboardFaults(window)).toEqual([]);
});
