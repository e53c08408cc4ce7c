import type { AskConfirmation } from '../sites/identity-confirmation.ts';
import type { Questions } from './question.ts';

/** What a site asks of a person before it makes an access key, by the one queue of questions. */
export function confirmationBy(questions: Pick<Questions, 'ask'>): AskConfirmation {
  return async ({ site, methods, refused }, signal) => {
    const outcome = await questions.ask({ topic: 'confirm-identity', site, methods, refused }, signal);
    if (outcome.kind !== 'answered') return { kind: outcome.kind };
    const { answer } = outcome;
    return answer.kind === 'secret' ? answer : { kind: 'declined' };
  };
}
