import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { processesWith } from '../../support/processes.ts';
import { agent } from '../../support/terminal-target.ts';
import { practicePool } from './practice-pool.ts';

const owner = agent('a');
const patienceMs = 10_000;

/** How a program is left running; `%` is a duration that no other sleep has. */
const left: readonly (readonly [string, string, count: number])[] = [
  ['in front', 'sleep %', 1],
  ['in the background', 'sleep % & sleep 0.1', 1],
  ['suspended', 'sleep % & sleep 0.1; kill -STOP %1', 1],
  ['in a pipeline in the background', '(sleep % | sleep %) & sleep 0.1', 2],
  ['by a program that ignores the hang-up', `sh -c "trap '' HUP INT TERM; sleep %; sleep %"`, 2],
  ['by a nested shell', 'bash --norc -c "sleep % & sleep %; true"', 3],
];

describe('closing a terminal', () => {
  let practice: Awaited<ReturnType<typeof practicePool>>;
  let marks = 0;
  beforeAll(async () => {
    practice = await practicePool();
  });
  afterAll(() => practice.dispose());

  it.each(left)('ends what was left %s', async (_how, command, count) => {
    const { pool, site } = practice;
    const mark = `31${process.pid}.${++marks}`;
    const terminal = await pool.open(await practice.target('lab-bash'), owner);
    const typed = command.replace(/%(?!\d)/g, mark);
    await pool.run(terminal.id, { owner, command: typed, patienceMs: 700 });
    await expect.poll(() => processesWith(mark).length).toBe(count);
    await pool.close(terminal.id, owner, 'Test over.');
    await expect.poll(() => processesWith(mark), { timeout: patienceMs }).toEqual([]);
    await expect.poll(() => site.liveShells, { timeout: patienceMs }).toBe(0);
  });

  // A hang-up does not reach these on any server: the person's agent asked for exactly that.
  it('does not end what left the session, until the practice site itself ends', async () => {
    const own = await practicePool();
    const mark = `31${process.pid}.${++marks}`;
    const terminal = await own.pool.open(await own.target('lab-bash'), owner);
    await own.pool.run(terminal.id, { owner, command: `setsid sleep ${mark} &`, patienceMs });
    // setsid itself still belongs to the session.
    await expect.poll(() => processesWith(mark)).toEqual([`sleep ${mark}`]);
    await own.pool.close(terminal.id, owner, 'Test over.');
    await expect.poll(() => own.site.liveShells, { timeout: patienceMs }).toBe(0);
    expect(processesWith(mark)).toHaveLength(1);
    await own.dispose();
    await expect.poll(() => processesWith(mark), { timeout: patienceMs }).toEqual([]);
  });
});
