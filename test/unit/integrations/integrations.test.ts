import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { callableNames } from '../../../main/mcp/tool-list.ts';
import { usageGuide } from '../../../main/mcp/usage-guide.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const folder = path.join(root, 'integrations');
const read = (file: string) => readFileSync(path.join(folder, file), 'utf8');
const json = (file: string): unknown => JSON.parse(read(file));

const kebab = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  .max(64);
const author = z.object({ name: z.string() });
/** https://code.claude.com/docs/en/plugins-reference */
const plugin = z.strictObject({
  ...{ name: kebab, version: z.string().regex(/^\d+\.\d+\.\d+$/), description: z.string() },
  ...{ author, license: z.string(), keywords: z.array(z.string()) },
});
/** https://code.claude.com/docs/en/plugins/marketplace-reference */
const marketplace = z.strictObject({
  ...{ name: kebab, owner: author },
  plugins: z
    .array(z.strictObject({ name: kebab, source: z.string().startsWith('./'), description: z.string() }))
    .min(1),
});
const servers = z.strictObject({
  mcpServers: z.record(
    kebab,
    z.strictObject({ type: z.literal('stdio'), command: z.string(), args: z.array(z.string()) }),
  ),
});
/** https://agentskills.io/specification, which Claude Code and Codex follow. */
const frontmatter = z.strictObject({
  name: kebab,
  description: z
    .string()
    .max(1024)
    .regex(/^[^<>]+$/),
  license: z.string(),
  compatibility: z.string().max(500),
});

const skills = ['claude-code/drawbridge/skills/drawbridge/SKILL.md', 'codex/drawbridge/SKILL.md'];

test('the Claude Code plugin is as its reference wants it, and its marketplace leads to it', () => {
  const { plugins } = marketplace.parse(json('claude-code/.claude-plugin/marketplace.json'));
  for (const { name, source } of plugins) {
    const at = path.join('claude-code', source);
    const { version } = z
      .object({ version: z.string() })
      .parse(JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')));
    expect(plugin.parse(json(path.join(at, '.claude-plugin/plugin.json')))).toMatchObject({ name, version });
    const { mcpServers } = servers.parse(json(path.join(at, '.mcp.json')));
    expect(mcpServers['drawbridge']?.args).toEqual(['mcp']);
    // What is not at the plugin's root is not found.
    expect(existsSync(path.join(folder, at, 'skills'))).toBe(true);
  }
});

test.each(skills)('%s is a skill, and names no tool that is not there', (file) => {
  const [, head = '', body = ''] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(read(file)) ?? [];
  const fields = Object.fromEntries(
    head.split('\n').map((line) => {
      const [key = '', value = ''] = line.split(/: (.*)/s, 2);
      // A plain YAML scalar: no second colon, no sign that begins something else.
      expect(value).not.toMatch(/: |^[[{&*!|>'"%@`#]/);
      return [key, value];
    }),
  );
  expect(frontmatter.parse(fields).name).toBe(path.basename(path.dirname(file)));
  expect(body.split('\n').length).toBeLessThan(500);
  const named = [...new Set(body.match(/\bjms_[a-z_]+\b/g) ?? [])];
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((name) => !callableNames().includes(name))).toEqual([]);
});

test.each(skills)('%s holds the usage guide that agents read as a resource', async (file) => {
  const [head = ''] = read(file).split('# Working through Drawbridge');
  await expect(head + usageGuide).toMatchFileSnapshot(path.join(folder, file));
});
