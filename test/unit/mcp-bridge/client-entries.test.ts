import { expect, test } from 'vitest';
import { entriesOfJson, entriesOfToml, isOurs, programOf } from '../../../mcp-bridge/doctor/client-entries.ts';

test('servers are read out of Codex’s settings as people write them', () => {
  const text = `model = "o"
[mcp_servers.drawbridge]
command = "node" # on the PATH
args = ["/opt/drawbridge.mjs", 'mcp']
startup_timeout_sec = 20
[mcp_servers.drawbridge.env]
DRAWBRIDGE_HOME = "/home/x"
[mcp_servers."two words"]
command = 'C:\\Tools\\db.exe'
args = [
  "a]b", # ] not the end
  "c",
]
[[profiles]]
name = "x"
[tools]
command = "not a server"`;
  expect(entriesOfToml(text)).toEqual([
    { name: 'drawbridge', command: 'node', args: ['/opt/drawbridge.mjs', 'mcp'] },
    { name: 'two words', command: 'C:\\Tools\\db.exe', args: ['a]b', 'c'] },
  ]);
  expect(entriesOfToml('[mcp_servers.x]\nargs = [ "never ends"')).toBeUndefined();
  expect(entriesOfToml('')).toEqual([]);
});

test('servers of the person and of single projects are read out of Claude Code’s settings', () => {
  const text = JSON.stringify({
    mcpServers: { drawbridge: { command: '/opt/drawbridge', args: ['mcp'] }, web: { url: 'https://x' } },
    projects: { '/p': { mcpServers: { jms: { command: 'node', args: ['/d/drawbridge.mjs'] } } }, '/q': {} },
  });
  expect(entriesOfJson(text)?.map(({ name }) => name)).toEqual(['drawbridge', 'jms']);
  expect(entriesOfJson('[]')).toBeUndefined();
  expect(entriesOfJson('{')).toBeUndefined();
});

test.each([
  [{ name: 'Drawbridge', command: 'x', args: [] }, true, ['x']],
  [{ name: 'jms', command: 'node', args: ['/d/drawbridge.mjs', 'mcp'] }, true, ['node', '/d/drawbridge.mjs']],
  [{ name: 'jms', command: '/opt/resources/bin/drawbridge', args: ['mcp'] }, true, ['/opt/resources/bin/drawbridge']],
  [
    { name: 'jms', command: 'env', args: ['DRAWBRIDGE_HOME=/x', 'node', '/d/drawbridge.mjs', 'mcp'] },
    true,
    ['node', '/d/drawbridge.mjs'],
  ],
  [{ name: 'jms', command: 'uvx', args: ['drawbridge-of-others'] }, false, ['uvx']],
  [{ name: 'n', command: 'node', args: ['--version'] }, false, ['node']],
])('%j', (entry, ours, program) => {
  expect([isOurs(entry), programOf(entry)]).toEqual([ours, program]);
});
