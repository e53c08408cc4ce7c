import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agent } from '../../support/terminal-target.ts';
import { practicePool } from './practice-pool.ts';

const owner = agent('asked');
const patienceMs = 20_000;

/** Cursor position, device attributes (two kinds), colours of text and background, and the size in characters. */
const QUERIES = String.raw`\033[6n\033[c\033[>c\033]10;?\007\033]11;?\007\033[18t`;
/** Prints them, and says whether anything came back within a second. */
const ASKING = `bash -c 'printf "${QUERIES}"; IFS= read -rsn1 -t 1 v && echo answered || echo silence'`;

describe.each(['lab-bash', 'lab-sh', 'lab-busybox'])('a program on %s that asks the terminal', (asset) => {
  let practice: Awaited<ReturnType<typeof practicePool>>;
  beforeAll(async () => {
    practice = await practicePool();
  });
  afterAll(() => practice.dispose());

  it('gets no answer from us, and the next command is seen as it was asked for', async () => {
    const { pool, site, typed } = practice;
    const target = await practice.target(asset);
    const { id, jumpserverSessionId } = await pool.open(target, owner);
    const run = (command: string) => pool.run(id, { owner, command, patienceMs });
    typed.length = 0;
    const asked = await run(ASKING);
    const { start, end } = asked.output;
    expect(pool.readOutput(id, owner, start, end - start).text).toContain('silence');
    expect((await run('echo reboot now')).outcome).toMatchObject({ kind: 'refused' });
    expect((await run('echo again')).outcome).toEqual({ kind: 'done', exitCode: 0 });
    expect(typed).toEqual([ASKING, 'echo reboot now', 'echo again'].map((line) => [line, '\r']));
    const [, ...rows] = site.audit(jumpserverSessionId ?? '').map(({ input, risk_level }) => [input, risk_level]);
    expect(rows).toEqual([
      [ASKING, 0],
      ['echo reboot now', 5],
      ['echo again', 0],
    ]);
  });
});
