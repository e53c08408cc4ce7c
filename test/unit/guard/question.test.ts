import { expect, test } from 'vitest';
import { Questions, type QuestionTopic } from '../../../main/guard/question.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const topic: QuestionTopic = {
  topic: 'proxy-login',
  site: 'Prod',
  proxy: 'proxy.test:3128',
  realm: 'office',
  again: false,
};

function queue(canAsk = true) {
  const clock = new FakeClock(1_000);
  let ids = 0;
  return { clock, questions: new Questions({ clock, canAsk: () => canAsk, newId: () => `q${++ids}` }) };
}

test('a question waits for its own answer, and a second answer comes too late', async () => {
  const { questions } = queue();
  const asked = questions.ask(topic);
  const [open] = questions.open();
  expect(open).toMatchObject({ topic: 'proxy-login', askedAt: 1_000, deadline: 301_000 });
  expect(questions.answer('q1', { kind: 'credentials', username: 'ann', password: 'x' })).toBe(true);
  expect(await asked).toMatchObject({ kind: 'answered', answer: { username: 'ann' } });
  expect(questions.open()).toHaveLength(0);
  expect(questions.answer('q1', { kind: 'allow' })).toBe(false);
});

test('declined, timed out and could not ask are told apart', async () => {
  const { clock, questions } = queue();
  const declined = questions.ask(topic);
  questions.answer('q1', { kind: 'refuse', reason: 'not today' });
  expect(await declined).toEqual({ kind: 'declined', reason: 'not today' });
  const late = questions.ask(topic);
  await clock.advance(300_000);
  expect(await late).toEqual({ kind: 'timed-out' });
  expect(await queue(false).questions.ask(topic)).toEqual({ kind: 'could-not-ask' });
});

test('whoever asked may give up: the question is withdrawn', async () => {
  const { questions } = queue();
  const caller = new AbortController();
  const asked = questions.ask(topic, caller.signal);
  caller.abort(new Error('gone'));
  await expect(asked).rejects.toThrow('gone');
  expect(questions.open()).toHaveLength(0);
});

test('a flood of questions is not shown, and the end of the app answers what waits', async () => {
  const { questions } = queue();
  const asked = Array.from({ length: 33 }, () => questions.ask(topic));
  expect(await asked[32]).toEqual({ kind: 'could-not-ask' });
  expect(questions.open()).toHaveLength(32);
  questions.dispose();
  expect((await Promise.all(asked)).every(({ kind }) => kind === 'could-not-ask')).toBe(true);
});

test('agents cannot take all the room: what the person’s own sign-in asks still comes through', async () => {
  const { questions } = queue();
  const command: QuestionTopic = {
    topic: 'run-command',
    site: 'Prod',
    agent: 'codex',
    agentId: 'a',
    asset: 'web-1',
    target: 'web-1 · root',
    command: 'id',
    reason: '',
    why: [],
    canStand: false,
    place: null,
  };
  const asked = Array.from({ length: 40 }, () => questions.ask(command));
  expect(await asked.at(-1)).toEqual({ kind: 'could-not-ask' });
  const own = questions.ask(topic);
  const open = questions.open().at(-1);
  expect(open?.topic).toBe('proxy-login');
  questions.answer(open?.id ?? '', { kind: 'credentials', username: 'ann', password: 'x' });
  expect(await own).toMatchObject({ kind: 'answered' });
});
