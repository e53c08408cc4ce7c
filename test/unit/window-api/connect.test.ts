import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connectHandlers } from '../../../main/window-api/connect-handlers.ts';
import { connectChannels } from '../../../preload/contract-connect.ts';

let home: string;
let handlers: ReturnType<typeof connectHandlers>;

beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'dbt-connect-'));
  handlers = connectHandlers({
    machine: { env: {}, platform: 'linux', home },
    bridgeCommand: ['env', 'DRAWBRIDGE_HOME=/my home', '/opt/d/drawbridge', 'mcp'],
    openFile: async () => 'there is no editor',
  });
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const codex = () => path.join(home, '.codex/config.toml');
function write(text: string): void {
  mkdirSync(path.dirname(codex()), { recursive: true });
  writeFileSync(codex(), text);
}

async function shown() {
  const answer = await handlers['connect.show']({ clientId: 'codex', does: 'connect', beside: false });
  if (answer.kind !== 'change') throw new Error(`nothing is shown: ${JSON.stringify(answer)}`);
  return answer.change;
}

test('what was shown is written, once', async () => {
  write('a = 1\n');
  const change = await shown();
  expect(readFileSync(codex(), 'utf8')).toBe('a = 1\n');
  const answer = await handlers['connect.write']({ changeId: change.id });
  expect(connectChannels['connect.write'].answer.parse(answer)).toMatchObject({
    kind: 'written',
    backup: expect.stringContaining('~/.codex/config.toml.drawbridge-backup-'),
  });
  expect(readFileSync(codex(), 'utf8')).toContain('env = { DRAWBRIDGE_HOME = "/my home" }');
  expect(await handlers['connect.write']({ changeId: change.id })).toEqual({
    ...{ kind: 'problem', problem: { why: 'not-shown' } },
  });
  expect(await handlers['connect.show']({ clientId: 'codex', does: 'connect', beside: false })).toEqual({
    kind: 'nothing',
  });
});

test('a change that was never shown is not written, nor one of a file that changed since', async () => {
  write('a = 1\n');
  const change = await shown();
  write('a = 2\n');
  expect(await handlers['connect.write']({ changeId: change.id })).toEqual({
    ...{ kind: 'problem', problem: { why: 'changed' } },
  });
  expect(await handlers['connect.write']({ changeId: 'made-up' })).toMatchObject({ problem: { why: 'not-shown' } });
  expect(readFileSync(codex(), 'utf8')).toBe('a = 2\n');
});

test('of many dialogs only the newest changes are kept', async () => {
  write('a = 1\n');
  const first = await shown();
  for (let more = 0; more < 16; more += 1) await shown();
  expect(await handlers['connect.write']({ changeId: first.id })).toMatchObject({ problem: { why: 'not-shown' } });
});

test('every answer is one that the window knows', async () => {
  write('a = \n');
  const look = connectChannels['connect.look'].answer.parse(await handlers['connect.look']({}));
  expect(look.clients.find(({ id }) => id === 'codex')).toMatchObject({
    ...{ file: '~/.codex/config.toml', installed: true },
    state: { kind: 'broken', fault: { line: 1 } },
  });
  expect(JSON.parse(look.entry)).toEqual({
    mcpServers: { drawbridge: { command: '/opt/d/drawbridge', args: ['mcp'], env: { DRAWBRIDGE_HOME: '/my home' } } },
  });
  const { argument, answer } = connectChannels['connect.show'];
  const wish = argument.parse({ clientId: 'codex', does: 'connect', beside: false });
  expect(answer.parse(await handlers['connect.show'](wish))).toMatchObject({ problem: { why: 'broken' } });
  await expect(handlers['connect.show']({ ...wish, clientId: 'emacs' })).rejects.toMatchObject({
    code: 'bad-argument',
  });
  expect(await handlers['connect.open']({ clientId: 'codex' })).toMatchObject({
    ok: false,
    message: expect.stringContaining('there is no editor'),
  });
});
