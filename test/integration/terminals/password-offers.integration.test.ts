import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../main/errors/clock.ts';
import { offerPasswordFields } from '../../../main/guard/password-offers.ts';
import { type OpenQuestion, Questions } from '../../../main/guard/question.ts';
import { silentLog } from '../../../main/log/log.ts';
import { agent } from '../../support/terminal-target.ts';
import { practicePool } from './practice-pool.ts';

type Secret = Extract<OpenQuestion, { topic: 'terminal-secret' }>;

const owner = agent('a');
const patienceMs = 20_000;

describe('a program asks for a password', () => {
  let practice: Awaited<ReturnType<typeof practicePool>>;
  let questions: Questions;
  let changing: boolean;
  let stop: () => void;
  const ended: string[] = [];

  beforeAll(async () => {
    practice = await practicePool();
  });
  afterAll(() => practice.dispose());
  beforeEach(() => {
    changing = false;
    ended.length = 0;
    let asked = 0;
    questions = new Questions({ clock: systemClock, newId: () => `question_${++asked}`, canAsk: () => true });
    questions.on('did-end', ({ outcome }) => void ended.push(outcome.kind));
    stop = offerPasswordFields({
      siteName: () => 'Practice',
      terminals: practice.pool,
      questions,
      users: { isAt: () => changing },
      log: silentLog,
    });
  });
  afterEach(() => {
    stop();
    questions.dispose();
  });

  const offered = () =>
    new Promise<Secret>((resolve) => {
      const off = questions.on('did-ask', (question) => {
        if (question.topic !== 'terminal-secret') return;
        off();
        resolve(question);
      });
    });
  const run = async (command: string) =>
    practice.pool.runOn(await practice.target('lab-bash'), { owner, command, patienceMs });

  it('the person is offered a field; what they type reaches the program alone', async () => {
    const { pool, site } = practice;
    const asking = offered();
    const waits = await run(`read -s -p 'Password: ' it; echo; echo "length \${#it}, $it"`);
    expect(waits.outcome).toMatchObject({ kind: 'needs-input', input: 'password' });
    const question = await asking;
    expect(question).toMatchObject({ user: '', prompt: 'Password:', recorded: false, refused: '', agent: 'Agent a' });
    questions.answer(question.id, { kind: 'terminal-secret', secret: 'hunter2-hunter', inClear: false });
    const done = await pool.waitForRun(waits.terminalId, waits.id, patienceMs);
    expect(done.outcome).toEqual({ kind: 'done', exitCode: 0 });
    const { text } = pool.readOutput(waits.terminalId, owner, 0, 100_000);
    expect(text).toContain('length 14, ••••••');
    expect(text).not.toContain('hunter2');
    expect(JSON.stringify(site.audit())).not.toContain('hunter2');
    expect(questions.open()).toEqual([]);
  });

  it('asked once more, it is offered once more', async () => {
    const { pool } = practice;
    const first = offered();
    const waits = await run(`for i in 1 2; do read -s -p 'Password: ' it; echo; done`);
    questions.answer((await first).id, { kind: 'terminal-secret', secret: 'one', inClear: false });
    const second = await offered();
    expect(second.refused).toBe('Password:');
    questions.answer(second.id, { kind: 'terminal-secret', secret: 'two', inClear: false });
    expect((await pool.waitForRun(waits.terminalId, waits.id, patienceMs)).outcome.kind).toBe('done');
  });

  it('is withdrawn when the program ends', async () => {
    const asking = offered();
    const waits = await run(`read -s -p 'Password: ' it`);
    await asking;
    await practice.pool.interrupt(waits.terminalId, owner);
    expect(questions.open()).toEqual([]);
    expect(ended).toEqual(['withdrawn']);
  });

  it('where JumpServer would store it in clear nothing is typed before the person has agreed', async () => {
    const { pool, typed } = practice;
    const asking = offered();
    const waits = await run(`read -s -p 'Secret token: ' it`);
    const question = await asking;
    expect(question.recorded).toBe(true);
    questions.answer(question.id, { kind: 'terminal-secret', secret: 'not-agreed', inClear: false });
    await pool.interrupt(waits.terminalId, owner);
    expect(typed.flat()).not.toContain('not-agreed');
  });

  it('a change of the user asks by itself', async () => {
    changing = true;
    const waits = await run(`read -s -p 'Password: ' it`);
    expect(waits.outcome).toMatchObject({ input: 'password' });
    expect(questions.open()).toEqual([]);
    await practice.pool.interrupt(waits.terminalId, owner);
  });
});
