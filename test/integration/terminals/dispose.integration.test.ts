import { expect, it, onTestFinished } from 'vitest';
import { agent } from '../../support/terminal-target.ts';
import { practicePool } from './practice-pool.ts';

it('leaves no shell on the site when it is disposed: not of idle, busy, stubborn or opening terminals', async () => {
  const { pool, site, target, dispose } = await practicePool();
  onTestFinished(dispose);
  const owner = agent('a');
  const bash = await target('lab-bash');
  const [busy, stubborn] = [await pool.open(bash, owner), await pool.open(bash, owner), await pool.open(bash, owner)];
  const begin = (id: string, command: string) => {
    const begun = new Promise((resolve) => pool.on('output', resolve));
    return Promise.all([begun, pool.run(id, { owner, command, patienceMs: 0 })]);
  };
  await begin(busy.id, 'sleep 600');
  await begin(stubborn.id, `sh -c "trap '' INT QUIT HUP TERM; sleep 600"`);
  expect(site.liveShells).toBe(3);
  const opening = expect(pool.open(await target('lab-sh'), owner)).rejects.toMatchObject({ code: 'terminal-closed' });
  await pool.dispose();
  await opening;
  await expect.poll(() => site.liveShells, { timeout: 5_000 }).toBe(0);
});
