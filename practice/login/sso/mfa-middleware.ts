import { empty, type Reply, redirect } from '../../http/reply.ts';
import type { Visit } from '../../http/visit.ts';

/** Parts of paths that stay open (protocol 1.11). `mfa/send-code` is not among them, its other name is. */
const OPEN = ['login/mfa', 'mfa/select', 'face/context', 'jsi18n/', '/static/', '/profile/otp', '/logout/', '/media/'];

/**
 * While a second factor is outstanding after a third-party login, the view has run already, with whatever it did, and its
 * answer is replaced: 401 without a body where the path has `users/profile`, else a 302 to the MFA page.
 */
export function behindMfa(visit: Visit, reply: Reply): Reply {
  if (visit.user === undefined || !visit.session?.mfaOutstanding) return reply;
  const { path } = visit.request;
  if (OPEN.some((part) => path.includes(part))) return reply;
  return path.includes('users/profile') ? empty(401) : redirect('/core/auth/login/mfa/?_=middleware');
}
