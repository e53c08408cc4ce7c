import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agent } from '../../support/terminal-target.ts';
import { practicePool } from './practice-pool.ts';

const owner = agent('a');
const person = { kind: 'person' } as const;
const patienceMs = 20_000;

/** The words of an outcome in the languages that KoKo speaks to us. */
const languages = {
  en: {
    refused: 'Command `forbidden` is forbidden',
    warning: /^The command you executed is risky.*\[Y\/N\]$/,
    review: (command: string) => `The command '${command}' requires review. Continue or not [Y/n]?`,
    waiting: 'Ticket Reviewers: Administrator(admin)',
    rejected: 'Administrator(admin) rejected. Command `',
  },
  'zh-hans': {
    refused: '命令 `forbidden` 是被禁止的 ...',
    warning: /^您执行的命令存在风险.*\[Y\/N\]$/,
    review: (command: string) => `命令 ${command} 需要复核，是否继续？[Y/N]`,
    waiting: '工单审核人：Administrator(admin)',
    rejected: 'Administrator(admin) 审核拒绝. 命令 `',
  },
} as const;

const cases = (['en', 'zh-hans'] as const).flatMap((language) =>
  // With a start mark, and without one.
  (['lab-bash', 'lab-sh'] as const).map((asset) => ({ language, asset })),
);

describe.each(cases)("JumpServer's rules about a command, said in $language on $asset", ({ language, asset }) => {
  const words = languages[language];
  let practice: Awaited<ReturnType<typeof practicePool>>;
  beforeAll(async () => {
    practice = await practicePool(
      {
        ticketPollSeconds: 1,
        acl: [
          { name: 'no', pattern: '\\bforbidden\\b', action: 'reject' },
          { name: 'tell', pattern: 'noted', action: 'warning' },
          { name: 'warn', pattern: 'risky', action: 'notify_and_warn' },
          { name: 'review', pattern: 'delicate', action: 'review' },
        ],
      },
      {},
      language,
    );
  });
  afterAll(() => practice.dispose());

  const typed = async (command: string) =>
    practice.pool.runOn(await practice.target(asset), { owner, command, patienceMs });

  async function asked(command: string) {
    const run = await typed(command);
    expect(run.outcome.kind).toBe('awaiting-review');
    return run;
  }

  /** The shell is at its prompt, and nothing clings to the next command. */
  async function next() {
    const run = await typed('echo next');
    expect(run.outcome).toEqual({ kind: 'done', exitCode: 0 });
    expect(practice.pool.readOutput(run.terminalId, owner, run.output.start, 6).text).toBe('next\n');
    expect(practice.site.audit().at(-1)?.input).toBe('echo next');
  }

  const risks = (input: string) =>
    practice.site
      .audit()
      .filter((row) => row.input === input)
      .map((row) => row.risk_level);

  it('a refusal has the words of the rule', async () => {
    expect((await typed('echo forbidden')).outcome).toEqual({ kind: 'refused', text: words.refused });
    expect(risks('echo forbidden')).toEqual([5]);
    await next();
  });

  it('a silent warning does not stop a command', async () => {
    expect((await typed('echo noted')).outcome).toEqual({ kind: 'done', exitCode: 0 });
    expect(risks('echo noted')).toEqual([4]);
    await next();
  });

  it('a warning is the person’s to answer, and `y` runs the command', async () => {
    const run = await asked('echo risky one');
    expect(run.outcome).toMatchObject({ step: 'warning', text: expect.stringMatching(words.warning) });
    await expect(practice.pool.write(run.terminalId, owner, { text: 'y' }, patienceMs)).rejects.toMatchObject({
      code: 'write-not-allowed',
      actor: 'person',
    });
    const done = await practice.pool.write(run.terminalId, person, { key: 'y' }, patienceMs);
    expect(done?.outcome).toEqual({ kind: 'done', exitCode: 0 });
    expect(risks('echo risky one')).toEqual([4]);
    await next();
  });

  it('a warning answered with `n` is not run', async () => {
    const run = await asked('echo risky two');
    const done = await practice.pool.write(run.terminalId, person, { text: 'n' }, patienceMs);
    expect(done?.outcome).toMatchObject({
      kind: 'refused',
      text: expect.stringMatching(/JumpServer had asked: .*\[Y\/N\]/),
    });
    expect(risks('echo risky two')).toEqual([]);
    await next();
  });

  it('an agent may cancel a review', async () => {
    const run = await asked('echo delicate one');
    expect(run.outcome).toMatchObject({ step: 'review', text: words.review('echo delicate one') });
    const stopped = await practice.pool.interrupt(run.terminalId, owner);
    expect(stopped).toMatchObject({ stopped: true, run: { outcome: { kind: 'refused' } } });
    expect(risks('echo delicate one')).toEqual([8]);
    await next();
  });

  it('an agent may give up waiting for a reviewer', async () => {
    const run = await asked('echo delicate two');
    await practice.pool.write(run.terminalId, person, { key: 'y' }, patienceMs);
    const stopped = await practice.pool.interrupt(run.terminalId, owner);
    expect(stopped).toMatchObject({ stopped: true, run: { outcome: { kind: 'refused' } } });
    expect(practice.site.tickets().at(-1)?.state).toBe('closed');
    await next();
  });

  it.each(['approved', 'rejected'] as const)('a reviewed command that is %s', async (decision) => {
    const { pool, site } = practice;
    const run = await asked(`echo delicate ${decision}`);
    const waiting = await pool.write(run.terminalId, person, { key: 'y' }, patienceMs);
    expect(waiting?.outcome).toMatchObject({
      kind: 'awaiting-review',
      step: 'ticket',
      text: expect.stringContaining(words.waiting),
    });
    const decided = waitUntilEnded(run);
    expect(site.decideTicket(site.tickets().at(-1)?.id ?? '', decision)).toBe(true);
    const outcome = await decided;
    if (decision === 'approved') expect(outcome).toEqual({ kind: 'done', exitCode: 0 });
    else expect(outcome).toMatchObject({ kind: 'refused', text: expect.stringContaining(words.rejected) });
    expect(risks(`echo delicate ${decision}`)).toEqual([decision === 'approved' ? 7 : 6]);
    await next();
  });

  it.each([
    { how: 'refused', line: 'forbidden words' },
    { how: 'not confirmed', line: 'risky words' },
  ])('a line in the middle that is $how takes the whole command back', async ({ line }) => {
    const { pool } = practice;
    const run = await typed(`cat <<END\n${line}\nEND`);
    const { outcome } =
      run.outcome.kind === 'awaiting-review'
        ? ((await pool.write(run.terminalId, person, { key: 'n' }, patienceMs)) ?? run)
        : run;
    expect(outcome).toMatchObject({ kind: 'refused', text: expect.stringMatching(/forbidden|被禁止|\[Y\/N\]/) });
    expect(practice.site.audit().map(({ input }) => input)).not.toContain('END');
    await next();
  });

  it('a question about an answer to a program is the person’s too', async () => {
    const { pool } = practice;
    const run = await typed(`sh -c 'printf "name: "; read v; echo "<$v>"'`);
    expect(run.outcome).toMatchObject({ kind: 'needs-input' });
    const answered = await pool.write(run.terminalId, owner, { text: 'risky' }, patienceMs);
    expect(answered?.outcome).toMatchObject({ kind: 'awaiting-review', text: expect.stringMatching(words.warning) });
    await expect(pool.write(run.terminalId, owner, { text: 'y' }, patienceMs)).rejects.toMatchObject({
      actor: 'person',
    });
    const done = await pool.write(run.terminalId, person, { key: 'y' }, patienceMs);
    expect(done?.outcome).toMatchObject({ kind: 'done' });
    await next();
  });

  it('a line refused inside a block takes the block back each time, also where the shell swallows the interrupt', async () => {
    for (let round = 0; round < 50; round += 1) {
      const { outcome } = await typed('{\n: forbidden\n}');
      expect(outcome).toMatchObject({ kind: 'refused', text: expect.stringContaining('`forbidden`') });
    }
    await next();
  });

  it('a key that was pressed before does not hide a command from the rules in a shell inside', async () => {
    const { pool, site } = practice;
    const { id } = await pool.open(await practice.target(asset), owner);
    const command = `env -i PS1='inside$ ' /bin/dash -i`;
    await pool.run(id, { owner, command, patienceMs: 20 });
    await untilOutput(id, 'inside$ ');
    await pool.write(id, owner, { key: 'down' }, 20);
    const line = { text: 'echo forbidden' };
    await expect(pool.write(id, owner, line, 100)).rejects.toMatchObject({ code: 'write-not-allowed' });
    await pool.write(id, owner, { key: 'enter' }, 20);
    await pool.write(id, owner, line, 100);
    await untilOutput(id, words.refused);
    expect(site.audit().at(-1)).toMatchObject({ input: 'echo forbidden', risk_level: 5 });
    await pool.close(id, owner, 'Test over.');
  });

  async function untilOutput(id: string, text: string): Promise<void> {
    let seen = practice.pool.readOutput(id, owner, 0, 20_000).text;
    while (!seen.includes(text)) {
      await new Promise<void>((resolve) => {
        const stop = practice.pool.on('output', () => {
          stop();
          resolve();
        });
      });
      seen = practice.pool.readOutput(id, owner, 0, 20_000).text;
    }
  }

  it('an answer that is refused is told', async () => {
    const { pool } = practice;
    const run = await typed(`sh -c 'printf "name: "; read v; echo "<$v>"'`);
    const done = await pool.write(run.terminalId, owner, { text: 'forbidden' }, patienceMs);
    expect(done?.outcome).toMatchObject({ kind: 'done' });
    expect(done?.note).toContain(words.refused);
    await next();
  });

  async function waitUntilEnded(run: { readonly terminalId: string; readonly id: string }) {
    for (;;) {
      const seen = await practice.pool.waitForRun(run.terminalId, run.id, patienceMs);
      if (seen.outcome.kind !== 'running' && seen.outcome.kind !== 'awaiting-review') return seen.outcome;
    }
  }
});
