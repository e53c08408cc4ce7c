import type { Visit } from '../http/visit.ts';
import type { PracticeUser } from '../users.ts';

/** The person whose password was accepted and whom the guard has not logged in yet; the step lives 600 s (protocol 1.4). */
export function preAuthUser(visit: Visit): PracticeUser | undefined {
  const preAuth = visit.session?.preAuth;
  if (preAuth === undefined) return undefined;
  if (Date.now() - preAuth.at > visit.site.settings.preAuthSeconds * 1000) return undefined;
  return visit.site.user(preAuth.userId);
}
