import { expect, test } from 'vitest';
import { bridgeStart } from '../../../mcp-bridge/clients/bridge-entry.ts';
import { changedLines, unifiedDiff } from '../../../mcp-bridge/clients/changed-lines.ts';
import { type Client, clientIds, clientOf, clients } from '../../../mcp-bridge/clients/client-list.ts';
import { planConnect, planDisconnect, stateIn } from '../../../mcp-bridge/clients/connect-plan.ts';

const start = { command: '/opt/d/drawbridge', args: ['mcp'], env: {} };
const of = (id: string): Client => {
  const client = clientOf(id);
  if (client === undefined) throw new Error(id);
  return client;
};
const after = (client: Client, text: string | null, wish = {}, by: typeof start = start): string => {
  const plan = planConnect(client, text, by, wish);
  if (plan.kind !== 'change' || plan.after === null) throw new Error(JSON.stringify(plan));
  return plan.after;
};

test('each client has a name of its own and its own file', () => {
  expect(clients.map(({ id }) => id)).toEqual(clientIds);
  const files = (platform: NodeJS.Platform) =>
    clients.map(({ userFile }) => userFile({ env: {}, platform, home: '/home/me' }));
  for (const platform of ['linux', 'darwin', 'win32'] as const)
    expect(new Set(files(platform)).size).toBe(clients.length);
  expect(files('darwin')).toContain('/home/me/Library/Application Support/Claude/claude_desktop_config.json');
  expect(files('linux')).toContain('/home/me/.config/Code/User/mcp.json');
  expect(of('codex').userFile({ env: { CODEX_HOME: '/c' }, platform: 'linux', home: '/h' })).toBe('/c/config.toml');
});

test.each([
  ['claude-code', '{\n  "a": 1,\n  "b": \n}', 4, 1],
  ['claude-code', '{ "mcpServers": [] }', 1, 17],
  ['claude-code', '[]', 1, 1],
  ['claude-code', '{ "mcpServers": {}, }', 1, 21],
  ['cursor', '{ "mcpServers": { "x": {}, "x": {} } }', 1, 28],
  ['codex', 'a = 1\nb = "x\n', 2, 7],
  ['codex', '[a]\nx = 1\n[a]\n', 3, 1],
  ['codex', 'mcp_servers = 3\n', 1, 1],
])('%s: a broken file is named by line and column and planned nothing for: %j', (id, text, line, column) => {
  expect(planConnect(of(id), text, start, {})).toMatchObject({ kind: 'broken', fault: { line, column } });
  expect(planDisconnect(of(id), text, [])).toMatchObject({ kind: 'broken' });
  expect(stateIn(of(id), text, start)).toMatchObject({ kind: 'broken' });
});

test('comments that would be lost keep the file as it is', () => {
  const text = '[mcp_servers]\na = { command = "q" }\n# mine\ndrawbridge = { command = "/opt/d/drawbridge" }\n';
  expect(planDisconnect(of('codex'), text, [])).toEqual({ kind: 'unsafe' });
});

test('an entry by an older path is out of date; what the person added stays', () => {
  const old = after(of('cursor'), '{}', {}, { ...start, command: '/old/drawbridge' });
  const own = old.replace('["mcp"]', '["mcp", "--tools", "core"]');
  expect(stateIn(of('cursor'), own, start)).toMatchObject({
    kind: 'outdated',
    starts: '/old/drawbridge mcp --tools core',
  });
  const now = after(of('cursor'), own);
  expect(now).toContain('["mcp", "--tools", "core"]');
  expect(now).not.toContain('/old/');
});

test('an entry as it was copied before, with its home through env, is up to date', () => {
  const copied =
    '{ "mcpServers": { "drawbridge": { "command": "env", "args": ["DRAWBRIDGE_HOME=/x", "/opt/d/drawbridge", "mcp"] } } }';
  expect(stateIn(of('claude-code'), copied, { ...start, env: { DRAWBRIDGE_HOME: '/x' } })).toMatchObject({
    kind: 'connected',
  });
  expect(stateIn(of('claude-code'), copied, { ...start, env: { DRAWBRIDGE_HOME: '/y' } })).toMatchObject({
    kind: 'outdated',
  });
  expect(bridgeStart(['env', 'DRAWBRIDGE_HOME=/a=b', '/d', 'mcp'])).toEqual({
    ...{ command: '/d', args: ['mcp'] },
    env: { DRAWBRIDGE_HOME: '/a=b' },
  });
});

test('an entry of that name that starts something else is shown as a change', () => {
  const text = '{ "mcpServers": { "drawbridge": { "url": "https://x" } } }';
  expect(planConnect(of('cursor'), text, start, {})).toMatchObject({
    kind: 'change',
    does: 'replace',
    name: 'drawbridge',
  });
  expect(JSON.parse(after(of('cursor'), text))).toEqual({
    mcpServers: { drawbridge: { command: '/opt/d/drawbridge', args: ['mcp'] } },
  });
});

test('the predecessor is taken over by its command, or left beside ours; both are undone', () => {
  const text =
    '{\n  "mcpServers": {\n    "jms": { "command": "mcp-jumpserver-gui-sucks", "args": [], "env": { "A": "1" } }\n  }\n}\n';
  const client = of('claude-code');
  expect(planConnect(client, text, start, {})).toMatchObject({ does: 'take-over', name: 'jms' });
  const taken = after(client, text);
  expect(JSON.parse(taken).mcpServers).toEqual({
    jms: { command: '/opt/d/drawbridge', args: ['mcp'], env: { A: '1' } },
  });
  expect(stateIn(client, taken, start)).toEqual({ kind: 'connected', name: 'jms' });
  expect(planDisconnect(client, taken, [{ file: '/c', text }])).toMatchObject({ after: text });
  // Something else changed since: the entry alone goes back.
  const later = taken.replace('"A": "1"', '"A": "2"');
  const back = planDisconnect(client, later, [{ file: '/c', text }]);
  expect(back).toMatchObject({ does: 'restore', backup: null, after: text.replace('"A": "1"', '"A": "2"') });

  const both = after(client, text, { beside: true });
  expect(Object.keys(JSON.parse(both).mcpServers)).toEqual(['jms', 'drawbridge']);
  expect(planDisconnect(client, both, [{ file: '/c', text }])).toMatchObject({ after: text });
});

test('to disconnect is never to go back to an older entry of ours', () => {
  const client = of('codex');
  const first = after(client, 'a = 1\n', {}, { ...start, command: '/old/drawbridge' });
  const second = after(client, first);
  expect(
    planDisconnect(client, second, [
      { file: '/2', text: first },
      { file: '/1', text: 'a = 1\n' },
    ]),
  ).toMatchObject({
    ...{ does: 'restore', after: 'a = 1\n', backup: '/1' },
  });
  expect(planDisconnect(client, second, [{ file: '/2', text: first }])).toMatchObject({
    does: 'remove',
    after: 'a = 1\n',
  });
});

test('what somebody else put there is not ours to take away', () => {
  expect(planDisconnect(of('cursor'), '{ "mcpServers": { "x": { "command": "y" } } }', [])).toEqual({
    kind: 'nothing',
  });
  expect(planDisconnect(of('cursor'), '{ "mcpServers": { "x": { "command": "y" } } }', [], 'x')).toEqual({
    kind: 'nothing',
  });
  expect(planDisconnect(of('cursor'), null, [])).toEqual({ kind: 'nothing' });
});

test('names and paths with quotes, spaces and CJK come back as they went', () => {
  const strange = {
    command: '/opt/Draw "bridge"\\桥/drawbridge',
    args: ["it's", 'mcp'],
    env: { DRAWBRIDGE_HOME: '/a b' },
  };
  for (const client of clients) {
    const text = after(client, null, {}, strange);
    expect(stateIn(client, text, strange)).toMatchObject({ kind: 'connected' });
  }
});

test('a difference is shown with what is around it, and no secret', () => {
  const before = Array.from({ length: 20 }, (_, at) => `line ${at + 1}`);
  before[9] = '"GITHUB_TOKEN": "ghp_abc",';
  const now = [...before.slice(0, 10), 'new', ...before.slice(10)];
  const { hunks, added, removed } = changedLines(`${before.join('\n')}\n`, `${now.join('\n')}\n`);
  expect([hunks.length, added, removed]).toEqual([1, 1, 0]);
  expect(hunks[0]).toHaveLength(7);
  const text = unifiedDiff('f', `${before.join('\n')}\n`, `${now.join('\n')}\n`);
  expect(text).toContain('@@ -8,6 +8,7 @@');
  expect(text).not.toContain('ghp_abc');
});
