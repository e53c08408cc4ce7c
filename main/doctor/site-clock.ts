import { type Found, found } from './outcomes.ts';
import type { Answer } from './site-visit.ts';

/** One step of a one-time password: beyond it codes of this computer's clock may be refused. */
const OFF_SECONDS = 30;
/** Signed requests and certificates go wrong too. */
const FAR_OFF_SECONDS = 300;

/** The site's Date header against this computer's clock. Positive: this computer is ahead. */
export function decideClock(answer: Answer): Found {
  const date = answer.kind === 'answered' ? Date.parse(answer.response.headers['date'] ?? '') : Number.NaN;
  if (answer.kind !== 'answered' || Number.isNaN(date)) return found('clock-unseen');
  // The header has whole seconds: on average it is half a second old.
  const seconds = Math.round((answer.at - date - 500) / 1000);
  const facts = { seconds: Math.abs(seconds), ahead: seconds > 0 };
  if (facts.seconds >= FAR_OFF_SECONDS) return found('clock-far-off', facts);
  return found(facts.seconds >= OFF_SECONDS ? 'clock-off' : 'clock-ok', facts);
}
