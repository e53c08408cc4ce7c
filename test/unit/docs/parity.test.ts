import fs from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { callableNames } from '../../../main/mcp/tool-list.ts';

const docs = path.resolve(import.meta.dirname, '../../../docs');
const read = (name: string) => fs.readFileSync(path.join(docs, name), 'utf8');
const links = (page: string) => [...page.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)].map(([, to = '']) => to);

it('docs/parity.md has a row for each of the 48 weaknesses, each with a test', () => {
  const rows = read('parity.md')
    .split('\n')
    .filter((line) => /^\| \d+ \|/.test(line));
  expect(rows.map((row) => Number(/\d+/.exec(row)))).toEqual(Array.from({ length: 48 }, (_, at) => at + 1));
  for (const row of rows)
    expect(
      links(row).some((to) => to.startsWith('../test/')),
      row.slice(0, 60),
    ).toBe(true);
});

it('every file that parity and migration lead to exists', () => {
  for (const page of ['parity.md', 'from-mcp-jumpserver-gui-sucks.md'])
    expect(links(read(page)).filter((to) => !/^https?:/.test(to) && !fs.existsSync(path.join(docs, to)))).toEqual([]);
});

it('the migration page has every tool that the predecessor had, and says what answers now', () => {
  const page = read('from-mcp-jumpserver-gui-sucks.md');
  const named = [...page.matchAll(/^\| `(jms_\w+)` \|/gm)].map(([, name = '']) => name);
  expect(new Set(named).size).toBe(42);
  const callable = new Set(callableNames());
  expect(named.filter((name) => !callable.has(name))).toEqual([]);
});
