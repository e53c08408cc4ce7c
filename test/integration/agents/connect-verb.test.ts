import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { environment, runVerb, Workshop } from './bridge-process.ts';
import { PtyProcess } from './pty-process.ts';

let workshop: Workshop;
let home: string;

beforeAll(async () => {
  workshop = await Workshop.open();
});
afterAll(() => workshop.close());
beforeEach(() => {
  home = workshop.home();
  mkdirSync(home);
});

const drawbridge = (...args: string[]) => runVerb(workshop.bridge, home, args);
const at = (file: string) => path.join(home, file);
const read = (file: string) => readFileSync(at(file), 'utf8');
function write(file: string, text: string, mode = 0o644): void {
  mkdirSync(path.dirname(at(file)), { recursive: true });
  writeFileSync(at(file), text, { mode });
}
const backups = (folder: string) => readdirSync(at(folder)).filter((name) => name.includes('.drawbridge-backup-'));

const CODEX = '.codex/config.toml';
const settings =
  '# mine\nmodel = "gpt-5" # the model\n\n[mcp_servers.github]\ncommand = "gh"\n\n# profiles\n[profiles.fast]\nx = 1\n';

test('connect writes, keeps a copy and the mode; a second time there is nothing to do; disconnect brings the bytes back', async () => {
  write(CODEX, settings, 0o640);
  const { code, out } = await drawbridge('connect', 'codex', '--yes');
  expect([code, out]).toEqual([0, expect.stringContaining('+[mcp_servers.drawbridge]')]);
  expect(read(CODEX).startsWith(settings)).toBe(true);
  expect(statSync(at(CODEX)).mode & 0o777).toBe(0o640);
  const [copy = ''] = backups('.codex');
  expect(read(`.codex/${copy}`)).toBe(settings);
  expect(statSync(at(`.codex/${copy}`)).mode & 0o777).toBe(0o640);

  expect(await drawbridge('connect', 'codex', '--yes')).toMatchObject({
    code: 0,
    out: expect.stringContaining('connected already'),
  });
  expect(backups('.codex')).toHaveLength(1);

  expect((await drawbridge('disconnect', 'codex', '--yes')).code).toBe(0);
  expect(read(CODEX)).toBe(settings);
  expect(readdirSync(at('.codex'))).toEqual(['config.toml']);
});

test('where there was no file, connect makes one that the bridge starts from, and disconnect takes it away', async () => {
  expect((await drawbridge('connect', 'claude-code', '--yes')).code).toBe(0);
  const { mcpServers } = z
    .object({ mcpServers: z.object({ drawbridge: z.object({ command: z.string(), args: z.array(z.string()) }) }) })
    .parse(JSON.parse(read('.claude.json')));
  expect(mcpServers.drawbridge.args).toEqual([workshop.bridge, 'mcp']);
  expect(statSync(at('.claude.json')).mode & 0o777).toBe(0o600);
  expect((await drawbridge('disconnect', 'claude-code', '--yes')).code).toBe(0);
  expect(existsSync(at('.claude.json'))).toBe(false);
});

test("the settings of one folder in Claude Code's own file are taken over there, and given back", async () => {
  const folder = at('work/api');
  mkdirSync(folder, { recursive: true });
  const former = { command: 'uvx', args: ['mcp-jumpserver-gui-sucks'], env: { JMS: 'kept' } };
  const project = { allowedTools: ['Bash'], mcpServers: { jump: former, other: { command: 'x', args: [] } } };
  const text = `${JSON.stringify({ numStartups: 3, projects: { [folder]: project, '/else': {} } }, null, 2)}\n`;
  write('.claude.json', text);
  expect((await drawbridge('connect')).out).toContain('in ~/work/api; there: drawbridge connect claude-code --local');
  const local = (verb: string) =>
    runVerb(workshop.bridge, home, [verb, 'claude-code', '--local', '--yes', '--json'], folder);
  const connected = await local('connect');
  expect(JSON.parse(connected.out)).toMatchObject({ does: 'take-over', name: 'jump', written: true });
  const now = JSON.parse(read('.claude.json'));
  expect(now.projects[folder].mcpServers.jump).toMatchObject({ args: [workshop.bridge, 'mcp'], env: { JMS: 'kept' } });
  expect({ ...now, projects: null }).toEqual({ numStartups: 3, projects: null });
  expect(now.projects[folder].allowedTools).toEqual(['Bash']);
  expect(JSON.parse((await local('disconnect')).out)).toMatchObject({ does: 'restore' });
  expect(read('.claude.json')).toBe(text);
  // Where the folder has no settings yet, they are made.
  const elsewhere = at('work/web');
  mkdirSync(elsewhere);
  await runVerb(workshop.bridge, home, ['connect', 'claude-code', '--local', '--yes'], elsewhere);
  expect(JSON.parse(read('.claude.json')).projects[elsewhere].mcpServers.drawbridge.args).toContain('mcp');
  const none = await runVerb(workshop.bridge, home, ['connect', 'codex', '--local', '--yes'], elsewhere);
  expect(none).toMatchObject({ code: 2, err: expect.stringContaining('Leave --local out') });
});

test('connect alone tells of every client; --json for programs', async () => {
  write(CODEX, settings);
  write('.cursor/mcp.json', '{ "mcpServers": { "drawbridge": { "command": "/old/drawbridge", "args": ["mcp"] } } }');
  write('.gemini/settings.json', '{ "a": \n}');
  const { code, out } = await drawbridge('connect');
  expect(code).toBe(0);
  expect(out).toMatch(/^codex +not connected/m);
  expect(out).toMatch(/^cursor +out of date: starts \/old\/drawbridge mcp/m);
  expect(out).toMatch(/^gemini-cli +its file is broken \(line 2, column 1/m);
  expect(out).toMatch(/^zed +not found/m);
  const told = z
    .object({ clients: z.array(z.looseObject({ client: z.string(), kind: z.string() })) })
    .parse(JSON.parse((await drawbridge('connect', '--json')).out));
  expect(told.clients.find(({ client }) => client === 'cursor')?.kind).toBe('outdated');
});

test('a broken file is named by line and column and left as it is', async () => {
  write(CODEX, 'a = 1\nb = [1,\nc = 2\n');
  const { code, out, err } = await drawbridge('connect', 'codex', '--yes');
  expect([code, out]).toEqual([1, '']);
  expect(err).toContain('~/.codex/config.toml:3:');
  expect(read(CODEX)).toBe('a = 1\nb = [1,\nc = 2\n');
  expect(backups('.codex')).toEqual([]);
});

test('a read-only file is left as it is', async () => {
  write(CODEX, settings);
  chmodSync(at(CODEX), 0o444);
  const { code, err } = await drawbridge('connect', 'codex', '--yes');
  expect([code, err]).toEqual([1, expect.stringContaining('read-only')]);
  expect(read(CODEX)).toBe(settings);
  expect(readdirSync(at('.codex'))).toEqual(['config.toml']);
});

test('a link stays a link, also one that leads nowhere yet', async () => {
  write('dotfiles/codex.toml', settings);
  mkdirSync(at('.codex'));
  symlinkSync('../dotfiles/codex.toml', at(CODEX));
  expect((await drawbridge('connect', 'codex', '--yes')).code).toBe(0);
  expect(lstatSync(at(CODEX)).isSymbolicLink()).toBe(true);
  expect(read('dotfiles/codex.toml')).toContain('[mcp_servers.drawbridge]');
  expect(readdirSync(at('dotfiles'))).toEqual(['codex.toml']);
  expect((await drawbridge('disconnect', 'codex', '--yes')).code).toBe(0);
  expect(read('dotfiles/codex.toml')).toBe(settings);

  mkdirSync(at('.cursor'));
  symlinkSync('../dotfiles/cursor.json', at('.cursor/mcp.json'));
  expect((await drawbridge('connect', 'cursor', '--yes')).code).toBe(0);
  expect(lstatSync(at('.cursor/mcp.json')).isSymbolicLink()).toBe(true);
  expect(JSON.parse(read('dotfiles/cursor.json'))).toHaveProperty('mcpServers.drawbridge');
});

test('--print writes nothing; nor does a program that did not say --yes', async () => {
  write(CODEX, settings);
  const { code, out } = await drawbridge('connect', 'codex', '--print');
  expect([code, out]).toEqual([0, expect.stringContaining('--- ~/.codex/config.toml')]);
  expect((await drawbridge('connect', 'codex', '--json')).code).toBe(4);
  expect(read(CODEX)).toBe(settings);
  expect(JSON.parse((await drawbridge('connect', '--print')).out)).toHaveProperty('mcpServers.drawbridge');
});

test('at a terminal it asks; only a yes writes', async () => {
  write(CODEX, settings);
  const answer = async (typed: string) => {
    const pty = new PtyProcess([workshop.bridge, 'connect', 'codex'], environment(home));
    await pty.until('[y/N]');
    pty.type(typed);
    return pty.ended;
  };
  expect(await answer('\r')).toBe(1);
  expect(read(CODEX)).toBe(settings);
  expect(await answer('y\r')).toBe(0);
  expect(read(CODEX)).toContain('[mcp_servers.drawbridge]');
});

test('--project writes below the folder, --name calls it otherwise, and usage says what is wrong', async () => {
  mkdirSync(at('api'));
  const options = { cwd: at('api'), env: environment(home) };
  execFileSync(process.execPath, [workshop.bridge, 'connect', 'vscode', '--project', '--yes'], options);
  expect(JSON.parse(read('api/.vscode/mcp.json'))).toHaveProperty('servers.drawbridge.type', 'stdio');

  const { code } = await drawbridge('connect', 'zed', '--name', 'jump', '--yes');
  expect([code, Object.keys(JSON.parse(read('.config/zed/settings.json')).context_servers)]).toEqual([0, ['jump']]);
  expect((await drawbridge('disconnect', 'zed', '--yes')).code).toBe(0);
  expect((await drawbridge('connect', 'windsurf', '--project', '--yes')).code).toBe(2);
  expect(await drawbridge('connect', 'emacs', '--yes')).toMatchObject({
    code: 2,
    err: expect.stringContaining('claude-code'),
  });
  expect((await drawbridge('connect', 'zed', '--name', 'a b')).code).toBe(2);
});
