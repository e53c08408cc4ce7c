import { clientIp } from '../../http/client-ip.ts';
import type { Visit } from '../../http/visit.ts';
import type { PracticeUser } from '../../users.ts';
import type { PreAuth } from '../../web-session/web-session.ts';

/**
 * Whether the guard has to send this person to the wait page: a `review` rule, and no ticket that was approved.
 * The first look opens the ticket. Reviewers themselves are not asked (protocol 1.10).
 */
export function awaitsReview(visit: Visit, user: PracticeUser, preAuth: PreAuth): boolean {
  if (user.rules.loginRule !== 'review' || user.isAdmin) return false;
  const { tickets } = visit.site.login;
  const ticket = tickets.find(preAuth.ticketId);
  if (ticket?.state === 'approved') return false;
  if (ticket === undefined) preAuth.ticketId = tickets.open(user.username, clientIp(visit.request)).id;
  return true;
}
