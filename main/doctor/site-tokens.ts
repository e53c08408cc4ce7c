import { serverWords } from '../jumpserver/server-words.ts';
import { type Found, found } from './outcomes.ts';
import { isLost } from './site-session.ts';
import type { Answer } from './site-visit.ts';

export const TOKENS = '/api/v1/authentication/connection-token/';

/**
 * May this user open terminals? Asked with an empty body, so that nothing can be created: JumpServer looks at the
 * permission first (403) and then misses `account` and `connect_method` (400, jumpserver-live §6.2).
 */
export function decideTokens(answer: Answer): Found {
  if (answer.kind === 'too-slow') return found('too-slow');
  if (answer.kind === 'failed') return found('needs-answer');
  const { status, body } = answer.response;
  if (status === 400) return found('tokens-allowed');
  if (isLost(status)) return found('needs-sign-in');
  if (status === 429) return found('throttled');
  if (status !== 403) return found('tokens-unseen', { status });
  const words = serverWords(body);
  return /csrf/i.test(words) ? found('tokens-csrf', { words }) : found('tokens-refused', { words });
}
