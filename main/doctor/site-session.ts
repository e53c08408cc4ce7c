import type { SessionState } from '../sites/site-model.ts';
import { type Found, found } from './outcomes.ts';
import type { Answer } from './site-visit.ts';

/** Observes without extending the session (protocol §3.3). */
export const PROFILE = '/api/v1/users/profile/';

/** Our own state first; the site's answer to who we are, where we believe to be signed in. */
export function decideSession(session: SessionState, answer: Answer | undefined, now: number): Found {
  switch (session.kind) {
    case 'signed-out':
      return found('session-none');
    case 'signing-in':
      return found('session-in-progress');
    case 'expired':
      return found('session-expired');
    case 'unreachable':
      return found('session-unseen');
    case 'signed-in':
    case 'expiring':
      break;
    default:
      return session satisfies never;
  }
  if (answer?.kind !== 'answered') return found('session-unseen');
  const { status } = answer.response;
  if (isLost(status)) return found('session-expired');
  if (status === 429) return found('session-throttled');
  if (status !== 200) return found('session-unseen');
  const user = session.user.username;
  if (session.endsAt === null) return found('session-open-ended', { user });
  const minutes = Math.max(0, Math.floor((session.endsAt - now) / 60_000));
  return found(session.kind === 'expiring' ? 'session-ends-soon' : 'session-lasts', { user, minutes });
}

/** 401, or a redirect to the login page (protocol §4.7). */
export function isLost(status: number): boolean {
  return status === 401 || (status >= 300 && status < 400);
}
