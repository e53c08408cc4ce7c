import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { secretLines, secretSource } from '../../../mcp-bridge/secret-source.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'dbt-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function secretFile(name: string, text: string, mode = 0o600): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, text);
  await chmod(file, mode);
  return file;
}

it('takes standard input or a file, and nothing else', () => {
  expect(secretSource('-')).toEqual({ kind: 'stdin' });
  expect(secretSource('@/run/p')).toEqual({ kind: 'file', path: '/run/p' });
  for (const literal of ['hunter2', '@', '']) expect(secretSource(literal)).toBeUndefined();
});

it('reads lines without the last line end, and keeps blanks', async () => {
  expect(await secretLines(await secretFile('one', ' a b \n'))).toEqual([' a b ']);
  expect(await secretLines(await secretFile('two', '111111\r\n222222\r\n'))).toEqual(['111111', '222222']);
});

it('refuses a file that others can read, that is none, that is too large, or that is not there', async () => {
  const open = await secretFile('open', 'hunter2\n', 0o644);
  await expect(secretLines(open)).rejects.toMatchObject({
    wire: { code: 'bad-argument', nextStep: expect.stringContaining(`chmod 600 ${open}`) },
  });
  await expect(secretLines(folder)).rejects.toMatchObject({ wire: { message: expect.stringContaining('not a file') } });
  const large = await secretFile('large', 'x'.repeat(20_000));
  await expect(secretLines(large)).rejects.toMatchObject({ wire: { message: expect.stringContaining('too large') } });
  await expect(secretLines(path.join(folder, 'none'))).rejects.toMatchObject({
    wire: { message: expect.stringContaining('ENOENT') },
  });
});
