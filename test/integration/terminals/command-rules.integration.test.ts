import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agent } from '../../support/terminal-target.ts';
import { practicePool } from './practice-pool.ts';

const owner = agent('a');
const person = { kind: 'person' } as const;
const patienceMs = 20_000;

describe("JumpServer's questions about a command", () => {
  let practice: Awaited<ReturnType<typeof practicePool>>;
  beforeAll(async () => {
    practice = await practicePool({
      ticketPollSeconds: 1,
      acl: [
        { name: 'warn', pattern: 'risky', action: 'notify_and_warn' },
        { name: 'review', pattern: 'delicate', action: 'review' },
      ],
    });
  });
  afterAll(() => practice.dispose());

  async function asked(command: string) {
    const run = await practice.pool.runOn(await practice.target('lab-bash'), { owner, command, patienceMs });
    expect(run.outcome.kind).toBe('awaiting-review');
    return run;
  }

  async function next() {
    const run = await practice.pool.runOn(await practice.target('lab-bash'), {
      owner,
      command: 'echo next',
      patienceMs,
    });
    expect(run.outcome).toEqual({ kind: 'done', exitCode: 0 });
    expect(practice.pool.readOutput(run.terminalId, owner, run.output.start, 6).text).toBe('next\n');
  }

  it('a warning is the person’s to answer, and `y` runs the command', async () => {
    const run = await asked('echo risky one');
    await expect(practice.pool.write(run.terminalId, owner, { text: 'y' }, patienceMs)).rejects.toMatchObject({
      code: 'write-not-allowed',
      actor: 'person',
    });
    const done = await practice.pool.write(run.terminalId, person, { key: 'y' }, patienceMs);
    expect(done?.outcome).toEqual({ kind: 'done', exitCode: 0 });
    await next();
  });

  it('a warning answered with `n` is not run', async () => {
    const run = await asked('echo risky two');
    const done = await practice.pool.write(run.terminalId, person, { text: 'n' }, patienceMs);
    expect(done?.outcome).toMatchObject({ kind: 'refused', text: expect.stringContaining('risky') });
    await next();
  });

  it('an agent may cancel a review', async () => {
    const run = await asked('echo delicate one');
    const stopped = await practice.pool.interrupt(run.terminalId, owner);
    expect(stopped).toMatchObject({ stopped: true, run: { outcome: { kind: 'refused' } } });
    await next();
  });

  it.each(['approved', 'rejected'] as const)('a reviewed command that is %s', async (decision) => {
    const { pool, site } = practice;
    const run = await asked(`echo delicate ${decision}`);
    const waiting = await pool.write(run.terminalId, person, { key: 'y' }, patienceMs);
    expect(waiting?.outcome).toMatchObject({ kind: 'awaiting-review', text: expect.stringContaining('Reviewers') });
    const ended = pool.waitForRun(run.terminalId, run.id, patienceMs);
    const ticket = site.tickets().at(-1);
    expect(site.decideTicket(ticket?.id ?? '', decision)).toBe(true);
    const { outcome } = await ended;
    if (decision === 'approved') expect(outcome).toEqual({ kind: 'done', exitCode: 0 });
    else expect(outcome).toMatchObject({ kind: 'refused', text: expect.stringContaining('rejected') });
    await next();
  });
});
