import fs from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { advertised } from '../../../main/mcp/advertised.ts';
import { instructions } from '../../../main/mcp/instructions.ts';
import { listedTools, tools } from '../../../main/mcp/tool-list.ts';
import { BUDGET, countTools } from '../../../scripts/tools/token-count.ts';
import { toolsPage } from '../../../scripts/tools/tools-page.ts';

const root = path.resolve(import.meta.dirname, '../../..');

it('the lists of tools cost what was agreed at most (npm run tokens)', () => {
  const { full, core } = countTools();
  expect(full).toBeLessThanOrEqual(BUDGET.full);
  expect(core).toBeLessThanOrEqual(BUDGET.core);
  expect(listedTools('core').length).toBeLessThanOrEqual(9);
});

it('the instructions are at most 2 KB', () => {
  expect(Buffer.byteLength(instructions)).toBeLessThanOrEqual(2_048);
});

it('every argument of every tool is described', () => {
  const bare = tools.flatMap((tool) =>
    Object.entries(advertised(tool).inputSchema['properties'] ?? {}).flatMap(([name, schema]) =>
      typeof schema.description === 'string' && schema.description !== '' ? [] : [`${tool.name} ${name}`],
    ),
  );
  expect(bare).toEqual([]);
});

it('docs/tools.md is what `npm run docs:tools` writes', () => {
  expect(fs.readFileSync(path.join(root, 'docs/tools.md'), 'utf8')).toBe(toolsPage());
});
