import { expect, test } from 'vitest';
import { notifyOfQuestions } from '../../../main/desktop/question-notices.ts';
import { Questions } from '../../../main/guard/question.ts';
import { FakeClock } from '../../support/fake-clock.ts';

function asking() {
  const clock = new FakeClock();
  let ids = 0;
  const questions = new Questions({ clock, newId: () => `question_${++ids}`, canAsk: () => true });
  const seen: string[] = [];
  let looking = false;
  const stop = notifyOfQuestions({
    questions,
    now: () => clock.now(),
    notify: ({ id }) => {
      if (looking) return null;
      seen.push(`${id} shown`);
      return () => seen.push(`${id} taken back`);
    },
  });
  const ask = () => void questions.ask({ topic: 'proxy-login', site: 'Prod', proxy: 'p:1', realm: '', again: false });
  const look = (at: boolean) => {
    looking = at;
  };
  return { clock, questions, seen, ask, look, stop };
}

test('eight questions at once are one notification, which goes when all are answered', () => {
  const { questions, seen, ask } = asking();
  for (let count = 0; count < 8; count += 1) ask();
  expect(seen).toEqual(['question_1 shown']);
  for (const { id } of questions.open().slice(0, 7)) questions.answer(id, { kind: 'refuse', reason: '' });
  expect(seen).toHaveLength(1);
  for (const { id } of questions.open()) questions.answer(id, { kind: 'refuse', reason: '' });
  expect(seen).toEqual(['question_1 shown', 'question_1 taken back']);
});

test('a question that comes later, while an older one still waits, is told anew in its place', async () => {
  const { clock, seen, ask } = asking();
  ask();
  await clock.advance(60_000);
  ask();
  expect(seen).toEqual(['question_1 shown', 'question_2 shown', 'question_1 taken back']);
});

test('what the person saw in the window does not silence the next one', () => {
  const { seen, ask, look } = asking();
  look(true);
  ask();
  look(false);
  ask();
  expect(seen).toEqual(['question_2 shown']);
});
