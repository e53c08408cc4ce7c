import { expect, test } from 'vitest';
import { Approvals } from '../../../main/guard/approvals.ts';
import { Questions } from '../../../main/guard/question.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const MINUTE = 60_000;
const request = {
  ...{ site: 'Prod', agent: 'codex', agentId: 'a1', target: 'db-02 · postgres' },
  ...{ command: 'ls', bound: ['site_1', 'asset', 'term_1', '1000', '/home'] },
};

function desk(canAsk = true) {
  const clock = new FakeClock();
  let ids = 0;
  const questions = new Questions({ clock, newId: () => `q${++ids}`, canAsk: () => canAsk });
  const approvals = new Approvals({ questions, clock });
  const never = new AbortController().signal;
  const ask = (part: Partial<typeof request> = {}, signal = never) =>
    approvals.ask({ ...request, ...part }, 25_000, signal);
  return { clock, questions, approvals, ask };
}

test('a yes lets exactly one call through; the next one is asked about again', async () => {
  const { questions, ask } = desk();
  const first = ask();
  expect(questions.open()).toMatchObject([{ topic: 'run-command', agent: 'codex', command: 'ls' }]);
  questions.answer('q1', { kind: 'allow' });
  await first;
  const second = ask();
  expect(questions.open()).toHaveLength(1);
  questions.answer('q2', { kind: 'refuse', reason: 'not now' });
  await expect(second).rejects.toMatchObject({
    code: 'declined-by-person',
    message: expect.stringContaining('not now'),
  });
});

test('a call that cannot wait leaves the question standing, and the same call comes back for the answer', async () => {
  const { clock, questions, ask } = desk();
  const early = expect(ask()).rejects.toMatchObject({ code: 'pending-approval' });
  await clock.advance(25_000);
  await early;
  const again = ask();
  expect(questions.open()).toHaveLength(1);
  const left = expect(again).rejects.toMatchObject({ code: 'pending-approval' });
  await clock.advance(25_000);
  await left;
  questions.answer('q1', { kind: 'allow' });
  await clock.advance(4 * MINUTE);
  await ask();
  expect(questions.open()).toHaveLength(0);
});

test('a yes that nobody came back for lapses after five minutes', async () => {
  const { clock, questions, ask } = desk();
  const early = expect(ask()).rejects.toMatchObject({ code: 'pending-approval' });
  await clock.advance(25_000);
  await early;
  questions.answer('q1', { kind: 'allow' });
  await clock.advance(5 * MINUTE);
  const again = expect(ask()).rejects.toMatchObject({ code: 'pending-approval' });
  expect(questions.open()).toMatchObject([{ id: 'q2' }]);
  await clock.advance(25_000);
  await again;
});

test.each([
  ['another command', { command: 'ls ' }],
  ['another agent', { agentId: 'a2' }],
  ['another directory', { bound: ['site_1', 'asset', 'term_1', '1000', '/etc'] }],
])('a yes is not for %s', async (_what, part) => {
  const { clock, questions, ask } = desk();
  const early = expect(ask()).rejects.toMatchObject({ code: 'pending-approval' });
  await clock.advance(25_000);
  await early;
  questions.answer('q1', { kind: 'allow' });
  const other = expect(ask(part)).rejects.toMatchObject({ code: 'pending-approval' });
  await clock.advance(25_000);
  await other;
  await ask();
});

test('two equal calls at once need two answers', async () => {
  const { questions, ask } = desk();
  const both = [ask(), ask()];
  questions.answer('q1', { kind: 'allow' });
  await Promise.race(both);
  expect(questions.open()).toMatchObject([{ id: 'q2' }]);
  questions.answer('q2', { kind: 'allow' });
  await Promise.all(both);
});

test('no answer and nobody to ask are told apart', async () => {
  const { clock, approvals } = desk();
  const never = new AbortController().signal;
  const late = expect(approvals.ask(request, 10 * MINUTE, never)).rejects.toMatchObject({ code: 'approval-timed-out' });
  await clock.advance(5 * MINUTE);
  await late;
  await expect(desk(false).ask()).rejects.toMatchObject({ code: 'could-not-ask' });
});

test('a withdrawn question ends the calls that wait for it, and a call that gives up leaves the others', async () => {
  const { questions, approvals, ask } = desk();
  const caller = new AbortController();
  const gone = expect(ask({}, caller.signal)).rejects.toThrow('gone');
  const stays = expect(ask()).rejects.toThrow('raised');
  caller.abort(new Error('gone'));
  await gone;
  expect(questions.open()).toHaveLength(1);
  approvals.withdraw(new Error('raised'));
  await stays;
  expect(questions.open()).toHaveLength(0);
});
