import { expect, test } from 'vitest';
import { agent } from '../../support/terminal-target.ts';
import { practicePool } from './practice-pool.ts';

const MB = 1_000_000;
const owner = agent('a');
/** Another time can be asked for: the usual run is short. */
const minutes = Number(process.env['DRAWBRIDGE_TEST_NOISY_MINUTES'] ?? 0);

test('a noisy shell that nobody reads lives on, in bounded memory', {
  timeout: 120_000 + minutes * 60_000,
}, async () => {
  const { pool, target, dispose } = await practicePool({ audit: false }, { maxOutputBytes: 100_000 * MB });
  try {
    const { id } = await pool.open(await target('lab-bash'), owner);
    const run = await pool.run(id, { owner, command: 'while :; do seq 1 20000; sleep 0.02; done', patienceMs: 0 });
    const before = process.memoryUsage.rss();
    const until = Date.now() + minutes * 60_000;
    await new Promise<void>((resolve) => {
      const off = pool.on('output', ({ offset }) => {
        if (offset < 30 * MB || Date.now() < until) return;
        off();
        resolve();
      });
    });
    expect(pool.get(id, owner).state).toMatchObject({ kind: 'running', runId: run.id });
    // Site and app are one process here.
    expect(process.memoryUsage.rss() - before).toBeLessThan(150 * MB);
    expect(await pool.interrupt(id, owner)).toMatchObject({ stopped: true });
    const after = await pool.run(id, { owner, command: 'echo alive', patienceMs: 20_000 });
    expect(after.outcome).toEqual({ kind: 'done', exitCode: 0 });
  } finally {
    await dispose();
  }
});
