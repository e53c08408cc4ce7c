import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { PracticeSite } from '../../../practice/practice-site.ts';
import { agent } from '../../support/terminal-target.ts';
import { floodOrder, floodReport } from './flood-order.ts';
import { practicePool } from './practice-pool.ts';

const owner = agent('a');
const megabytes = (count: number) => `head -c ${count}000000 /dev/zero | tr '\\0' x | fold -w 99; echo; echo END`;

describe('100 MB of output, in a process that holds the client alone', () => {
  let folder: string;
  let client: string;
  let site: PracticeSite;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'dbt-'));
    client = path.join(folder, 'flood-client.mjs');
    const require = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";
    await build({
      ...{ entryPoints: ['test/integration/terminals/flood-client.ts'], outfile: client, bundle: true },
      ...{ platform: 'node', format: 'esm', target: 'node20', banner: { js: require }, logLevel: 'error' },
    });
    site = await PracticeSite.start({ connectDelayMs: 0, audit: false });
  });
  afterAll(async () => {
    await site.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  it('takes less than 64 MB of memory, whenever one looks', { timeout: 300_000 }, async () => {
    const child = fork(client, { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    try {
      const { username, password } = site.users.alice;
      child.send(floodOrder.parse({ url: site.url, user: { username, password }, command: megabytes(100) }));
      const [message]: unknown[] = await once(child, 'message');
      const report = floodReport.parse(message);
      expect(report.outcome).toEqual({ kind: 'done', exitCode: 0 });
      expect(report.bytes).toBeGreaterThan(100_000_000);
      expect(report.gap).toBeGreaterThan(95_000_000);
      expect(report.lastLine).toBe('END');
      expect(report.samples).toBeGreaterThan(10);
      expect(report.most - report.before).toBeLessThan(64_000_000);
    } finally {
      child.kill('SIGKILL');
    }
  });
});

describe('much output', () => {
  let practice: Awaited<ReturnType<typeof practicePool>>;
  afterEach(() => practice.dispose());

  it('leaves the screen at its end, and its last lines to be read', async () => {
    practice = await practicePool({ audit: false }, { maxOutputBytes: Number.POSITIVE_INFINITY });
    const { pool, target } = practice;
    const run = await pool.runOn(await target('lab-bash'), { owner, command: megabytes(20), patienceMs: 50_000 });
    expect(run.outcome).toEqual({ kind: 'done', exitCode: 0 });
    expect(run.output.end - run.output.start).toBeGreaterThan(20_000_000);
    const { lines } = await pool.readScreen(run.terminalId, owner);
    expect(lines.filter((line) => line !== '').at(-2)).toBe('END');
    const tail = pool.readOutput(run.terminalId, owner, run.output.end - 50, 50, { to: run.output.end, begin: 'line' });
    expect(tail.text).toMatch(/^x*\nEND\n$/);
  });

  it('is stopped with Ctrl-C at 5 MB, which the run says, and the terminal works on', async () => {
    practice = await practicePool({ audit: false });
    const { pool, target } = practice;
    const run = await pool.runOn(await target('lab-bash'), { owner, command: 'yes', patienceMs: 50_000 });
    expect(run).toMatchObject({ outcome: { kind: 'done', exitCode: 130 }, note: expect.stringContaining('5 MB') });
    expect(run.output.end - run.output.start).toBeGreaterThan(5_000_000);
    const next = await pool.run(run.terminalId, { owner, command: 'echo on', patienceMs: 10_000 });
    expect(pool.readOutput(run.terminalId, owner, next.output.start, 4).text).toBe('on\n');
  });
});
