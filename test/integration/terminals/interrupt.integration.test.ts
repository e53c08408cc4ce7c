import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agent } from '../../support/terminal-target.ts';
import { practicePool } from './practice-pool.ts';

const owner = agent('a');
const patienceMs = 20_000;

describe('an interrupt right behind Enter', () => {
  let practice: Awaited<ReturnType<typeof practicePool>>;
  beforeAll(async () => {
    practice = await practicePool();
  });
  afterAll(() => practice.dispose());

  it('stops the command with one Ctrl-C, 20 times in one terminal', async () => {
    const { pool } = practice;
    const terminal = await pool.open(await practice.target('lab-bash'), owner);
    for (let round = 1; round <= 20; round += 1) {
      const interrupted = new Promise<Awaited<ReturnType<typeof pool.interrupt>>>((resolve, reject) => {
        const stopListening = pool.on('run-started', () => {
          stopListening();
          pool.interrupt(terminal.id, owner).then(resolve, reject);
        });
      });
      const run = await pool.run(terminal.id, { owner, command: 'sleep 60', patienceMs });
      expect(await interrupted).toMatchObject({ stopped: true, run: { outcome: { kind: 'done', exitCode: 130 } } });
      expect(run.outcome).toEqual({ kind: 'done', exitCode: 130 });
      const next = await pool.run(terminal.id, { owner, command: `echo round ${round}`, patienceMs });
      expect(next.outcome).toEqual({ kind: 'done', exitCode: 0 });
      const { start, end } = next.output;
      expect(pool.readOutput(terminal.id, owner, start, end - start).text).toBe(`round ${round}\n`);
    }
    expect(pool.list(owner)).toHaveLength(1);
    expect((await pool.run(terminal.id, { owner, command: 'reboot', patienceMs })).outcome.kind).toBe('refused');
  });
});
