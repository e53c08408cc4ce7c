import { useCallback, useState } from 'react';
import type { Argument } from '../../preload/contract.ts';
import { type Problem, useAction } from '../state/use-action.ts';

type Answer = Argument<'question.answer'>['answer'];

/** Sends the person's answer to one question. */
export function useAnswer(id: string): {
  readonly busy: boolean;
  readonly problem: Problem | null;
  readonly answer: (answer: Answer) => void;
} {
  const { run, busy, problem } = useAction('question.answer');
  // Until the question goes, which takes a moment longer: a second click is not for it.
  const [taken, setTaken] = useState(false);
  const answer = useCallback(
    (value: Answer) => void run({ id, answer: value }).then((took) => setTaken(took)),
    [run, id],
  );
  return { busy: busy || taken, problem, answer };
}
