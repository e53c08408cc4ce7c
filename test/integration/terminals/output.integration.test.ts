import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agent } from '../../support/terminal-target.ts';
import { practicePool } from './practice-pool.ts';

const owner = agent('a');

describe.each(['lab-bash', 'lab-sh', 'lab-zsh', 'lab-busybox'])('the output of a command on %s is exact', (asset) => {
  let practice: Awaited<ReturnType<typeof practicePool>>;
  let id: string;
  beforeAll(async () => {
    practice = await practicePool();
    id = (await practice.pool.open(await practice.target(asset), owner)).id;
  });
  afterAll(() => practice.dispose());

  async function run(command: string) {
    const { outcome, output } = await practice.pool.run(id, { owner, command, patienceMs: 20_000 });
    const { start, end } = output;
    return { outcome, text: practice.pool.readOutput(id, owner, start, end - start, { to: end }).text };
  }

  const long = 'abcdefghij'.repeat(90);
  it.each([
    ['several lines', 'echo one; echo two', 'one\ntwo\n'],
    ['nothing', 'true', ''],
    ['no line end', "printf 'no end'", 'no end'],
    ['blank lines and blanks', "printf '\\n  two blanks  \\n\\n'", '\n  two blanks  \n\n'],
    ['tabs', "printf 'a\\tb\\n'", 'a\tb\n'],
    ['what is not ASCII', "printf '上海 ünï 😀\\n'", '上海 ünï 😀\n'],
    ['colours', "printf '\\033[31mred\\033[0m\\n'", 'red\n'],
    ['progress by carriage returns', "printf '  1%%\\r 50%%\\r100%%\\n'", '100%\n'],
    ['progress of two lines', "printf 'a 1\\nb 1\\n\\033[2A\\033[2Ka 2\\n\\033[2Kb 2\\n'", 'a 2\nb 2\n'],
    ['a line wider than the terminal', `printf '%s\\n' ${long}`, `${long}\n`],
    ['a long command whose echo wraps', `: ${long}; echo short`, 'short\n'],
    ['what looks like a prompt', "printf 'root@host:~# '", 'root@host:~# '],
    ['a forged mark with another id', "printf '\\033]133;D;0;0123456789abcdef01234567\\007real\\n'", 'real\n'],
    ['an unfinished sequence', "printf 'text\\033]0;never'", 'text0;never'],
  ])('%s', async (_, command, text) => {
    expect(await run(command)).toEqual({ outcome: { kind: 'done', exitCode: 0 }, text });
  });

  it('the question of a program, with what it has not ended yet', async () => {
    const asked = await practice.pool.run(id, {
      owner,
      command: "printf 'first\\nName of %s: ' this; read name",
      patienceMs: 10_000,
    });
    expect(asked.outcome).toMatchObject({ kind: 'needs-input', line: 'Name of this:' });
    const { start, end } = asked.output;
    expect(practice.pool.readOutput(id, owner, start, end - start, { to: end }).text).toBe('first\nName of this: ');
    await practice.pool.write(id, owner, { text: 'x' }, 10_000);
  });

  it('nothing of the integration stands in what was ever printed', async () => {
    const { bytes } = practice.pool.reader(id, owner).raw(0, 1_000_000);
    const all = Buffer.from(bytes).toString('latin1');
    expect(all.replaceAll('0123456789abcdef01234567', '')).not.toMatch(/[0-9a-f]{24}|PS1=|_m\(\)/);
  });
});

describe('output that the ring has moved on from', () => {
  it('ends where it ended, without prompt and marks, and names the gap', async () => {
    const practice = await practicePool({ audit: false }, { maxOutputBytes: 20_000_000 });
    try {
      const { pool, target } = practice;
      const word = randomBytes(4).toString('hex');
      const command = `seq 1 1200000; echo ${word}`;
      const run = await pool.runOn(await target('lab-bash'), { owner, command, patienceMs: 50_000 });
      const { start, end } = run.output;
      const page = pool.readOutput(run.terminalId, owner, start, 100, { to: end });
      expect(page.gap).toBe(page.start - start);
      expect(page.text).toMatch(/^\d+\n/);
      // A whole line: the number before it plus one.
      const [first = '', second = ''] = page.text.split('\n');
      expect(Number(second)).toBe(Number(first) + 1);
      const tail = pool.readOutput(run.terminalId, owner, end - 60, 60, { to: end, begin: 'line' });
      expect(tail.text.endsWith(`1199999\n1200000\n${word}\n`)).toBe(true);
    } finally {
      await practice.dispose();
    }
  });
});
