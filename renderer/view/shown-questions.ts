import type { QuestionView } from '../../preload/contract.ts';
import { isOffer } from './secret-offer.ts';

/** The questions that stand before the person now: not those put off, and not those that a terminal shows by itself. */
export const shownQuestions = (
  questions: readonly QuestionView[],
  putAway: ReadonlySet<string>,
): readonly QuestionView[] => questions.filter((one) => !isOffer(one) && !putAway.has(`question:${one.id}`));
