import { expect, test } from 'vitest';
import { ShellEscapes } from '../../../mcp-bridge/shell-escapes.ts';

test.for<[string, readonly string[], readonly unknown[]]>([
  ['plain keys', ['ls -l\r'], [{ keys: 'ls -l\r' }]],
  ['the end, at the very beginning', ['~.'], ['end']],
  ['the end, behind Enter', ['ls\r~.'], [{ keys: 'ls\r' }, 'end']],
  ['the end, key by key', ['\r', '~', '.'], [{ keys: '\r' }, 'end']],
  ['help, and then the end', ['~?~.'], ['help', 'end']],
  ['a ~ of its own', ['~~/x\r'], [{ keys: '~/x\r' }]],
  ['a path', ['~/x\r'], [{ keys: '~/x\r' }]],
  ['within a line', ['a~.'], [{ keys: 'a~.' }]],
  ['a ~ and Enter', ['~\r~.'], [{ keys: '~\r' }, 'end']],
])('%s', ([, chunks, events]) => {
  const escapes = new ShellEscapes();
  expect(chunks.flatMap((chunk) => escapes.push(chunk))).toEqual(events);
});
