import { expect, test } from 'vitest';
import { notifyOfQuestions, type QuestionNotice } from '../../../main/desktop/question-notices.ts';
import { Questions } from '../../../main/guard/question.ts';
import { FakeClock } from '../../support/fake-clock.ts';

function asking() {
  const clock = new FakeClock();
  let ids = 0;
  const questions = new Questions({ clock, newId: () => `question_${++ids}`, canAsk: () => true });
  const seen: string[] = [];
  let looking = false;
  let notices = 0;
  let press: Pick<QuestionNotice, 'review' | 'refuse'> | undefined;
  const stop = notifyOfQuestions({
    questions,
    now: () => clock.now(),
    review: (id) => seen.push(`${id} opened`),
    notify: ({ review, refuse, others }) => {
      if (looking) return null;
      notices += 1;
      const notice = notices;
      press = { review, refuse };
      seen.push(`${notice} shown${others === 0 ? '' : `, ${others} more`}`);
      return () => seen.push(`${notice} taken back`);
    },
  });
  const ask = () => void questions.ask({ topic: 'proxy-login', site: 'Prod', proxy: 'p:1', realm: '', again: false });
  const askForAgent = () =>
    questions.ask({
      ...{ topic: 'type-input', site: 'Prod', agent: 'codex', agentId: 'a', asset: 'web-01', target: 'web-01' },
      ...{ terminalId: 't', program: 'cat', input: 'x', isKey: false, lasts: false },
    });
  const look = (at: boolean) => {
    looking = at;
  };
  return { clock, questions, seen, ask, askForAgent, look, stop, pressed: () => press };
}

const no = { kind: 'refuse', reason: '' } as const;

test('eight questions at once are one notification, which moves on to what still waits and goes with the last', () => {
  const { questions, seen, ask } = asking();
  for (let count = 0; count < 8; count += 1) ask();
  expect(seen).toEqual(['1 shown']);
  for (const { id } of questions.open().slice(1)) questions.answer(id, no);
  expect(seen).toEqual(['1 shown']);
  questions.answer('question_1', no);
  expect(seen).toEqual(['1 shown', '1 taken back']);
});

test('the question that it speaks of is answered: it is taken back, and the next one is told', () => {
  const { questions, seen, ask } = asking();
  for (let count = 0; count < 3; count += 1) ask();
  questions.answer('question_1', no);
  expect(seen).toEqual(['1 shown', '1 taken back', '2 shown, 1 more']);
});

test('a question that comes later, while an older one still waits, is told anew in its place', async () => {
  const { clock, seen, ask } = asking();
  ask();
  await clock.advance(60_000);
  ask();
  expect(seen).toEqual(['1 shown', '2 shown, 1 more', '1 taken back']);
});

test('what the person saw in the window does not silence the next one', () => {
  const { seen, ask, look } = asking();
  look(true);
  ask();
  look(false);
  ask();
  expect(seen).toEqual(['1 shown, 1 more']);
});

test('its click opens that very question, and its no is an answer', async () => {
  const { seen, askForAgent, pressed } = asking();
  const asked = askForAgent();
  pressed()?.review();
  pressed()?.refuse?.();
  expect(await asked).toEqual({ kind: 'declined', reason: '' });
  expect(seen).toEqual(['1 shown', 'question_1 opened', '1 taken back']);
});

test("the person's own sign-in is never refused without looking", () => {
  const { ask, pressed } = asking();
  ask();
  expect(pressed()?.refuse).toBeNull();
});
