import type { QuestionView } from '../../preload/contract.ts';

export type SecretQuestion = Extract<QuestionView, { topic: 'terminal-secret' }>;

/** A program asks by itself, and no change of the user waits for it: a field at the terminal, no dialog. */
export function isOffer(question: QuestionView): boolean {
  return offered(question) !== null;
}

export function offered(question: QuestionView | undefined): SecretQuestion | null {
  return question?.topic === 'terminal-secret' && question.user === '' ? question : null;
}
