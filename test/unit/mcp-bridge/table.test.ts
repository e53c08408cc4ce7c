import { expect, it } from 'vitest';
import { tableText } from '../../../mcp-bridge/table.ts';
import type { Table } from '../../../mcp-bridge/wire.ts';

const sites: Table = {
  head: ['SITE', 'ADDRESS', 'SESSION'],
  rows: [
    ['Prod', 'https://jump.example', 'signed in as Alice (alice)'],
    ['生产环境 🏰', 'https://a-very-long-name-of-a-bastion.internal.example:8443', 'expired'],
  ],
};

it('aligns columns, wide characters too, and cuts nothing where nobody looks', () => {
  expect(`\n${tableText(sites, undefined)}`).toMatchInlineSnapshot(`
    "
    SITE         ADDRESS                                                      SESSION
    Prod         https://jump.example                                         signed in as Alice (alice)
    生产环境 🏰  https://a-very-long-name-of-a-bastion.internal.example:8443  expired
    "
  `);
});

it('fits a terminal by cutting the widest columns', () => {
  expect(`\n${tableText(sites, 60)}`).toMatchInlineSnapshot(`
    "
    SITE         ADDRESS                  SESSION
    Prod         https://jump.example     signed in as Alice (a…
    生产环境 🏰  https://a-very-long-na…  expired
    "
  `);
  const widths = tableText(sites, 60)
    .split('\n')
    .map((line) => [...line].length);
  expect(Math.max(...widths)).toBeLessThanOrEqual(60);
});

it('leaves columns readable where a terminal is too narrow', () => {
  expect(`\n${tableText(sites, 10)}`).toMatchInlineSnapshot(`
    "
    SITE         ADDRESS       SESSION
    Prod         https://jum…  signed in a…
    生产环境 🏰  https://a-v…  expired
    "
  `);
});

it('shows records, and nothing that moves the cursor', () => {
  const record = {
    rows: [
      ['asset name', 'web\u001b[2J\n01'],
      ['protocol', 'ssh'],
    ],
  };
  expect(tableText(record, undefined)).toBe('asset name  web [2J 01\nprotocol    ssh\n');
});

it('is nothing where there is nothing', () => {
  expect(tableText({ rows: [] }, 80)).toBe('');
});
