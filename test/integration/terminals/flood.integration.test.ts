import { afterEach, describe, expect, it } from 'vitest';
import { agent } from '../../support/terminal-target.ts';
import { practicePool } from './practice-pool.ts';

const owner = agent('a');
const fiftyMegabytes = `head -c 50000000 /dev/zero | tr '\\0' x | fold -w 99; echo; echo END`;

describe('50 MB of output', () => {
  let practice: Awaited<ReturnType<typeof practicePool>>;
  afterEach(() => practice.dispose());

  it('passes through in bounded memory, and the screen shows its end', async () => {
    practice = await practicePool({ audit: false }, { maxOutputBytes: Number.POSITIVE_INFINITY });
    const { pool, target } = practice;
    const before = process.memoryUsage();
    let most = 0;
    let bytes = 0;
    pool.on('output', (chunk) => {
      bytes += chunk.bytes.length;
      if (bytes % 64 === 0) most = Math.max(most, process.memoryUsage().rss);
    });
    const run = await pool.runOn(await target('lab-bash'), { owner, command: fiftyMegabytes, patienceMs: 50_000 });
    expect(run.outcome).toEqual({ kind: 'done', exitCode: 0 });
    expect(run.output.end - run.output.start).toBeGreaterThan(50_000_000);
    const text = pool.readOutput(run.terminalId, owner, run.output.start, 100);
    expect(text.gap).toBeGreaterThan(45_000_000);
    const { lines } = await pool.readScreen(run.terminalId, owner);
    expect(lines.filter((line) => line !== '').at(-2)).toBe('END');
    // The shells, the site and the test share this process.
    expect(most - before.rss).toBeLessThan(200_000_000);
  });

  it('is stopped at the limit, which the run says, and the terminal works on', async () => {
    practice = await practicePool({ audit: false }, { maxOutputBytes: 1_000_000 });
    const { pool, target } = practice;
    const run = await pool.runOn(await target('lab-bash'), { owner, command: 'yes', patienceMs: 30_000 });
    expect(run).toMatchObject({ outcome: { kind: 'done', exitCode: 130 }, note: expect.stringContaining('1 MB') });
    const next = await pool.run(run.terminalId, { owner, command: 'echo on', patienceMs: 10_000 });
    expect(pool.readOutput(run.terminalId, owner, next.output.start, 4).text).toBe('on\n');
  });
});
