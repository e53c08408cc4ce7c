import { type Reply, redirect } from '../http/reply.ts';
import type { Visit } from '../http/visit.ts';
import type { PracticeUser } from '../users.ts';
import { loginPage } from './login-page.ts';
import { nextUrl } from './next-url.ts';
import { openPassword } from './password-cipher.ts';

export const CSRF_FAILURE = '/core/auth/login/?csrf_failure=1&admin=1';

/** `GET /core/auth/login/` (protocol 1.2). */
export function showLogin(visit: Visit): Reply {
  const session = visit.ensureSession();
  const next = visit.request.query.get('next');
  if (next !== null) session.next = next;
  if (visit.user !== undefined) return redirect(nextUrl(visit));
  const failed = visit.request.query.get('csrf_failure') === '1';
  return form(visit, failed ? ['CSRF check failed: add this address to DOMAINS in the configuration file.'] : []);
}

/** `POST /core/auth/login/` (protocol 1.4). A failure is a 200 with the form again, never a 401. */
export function postLogin(visit: Visit): Reply {
  const fields = new URLSearchParams(visit.request.body);
  if (visit.csrfFailure(fields.get('csrfmiddlewaretoken') ?? undefined) !== undefined) return redirect(CSRF_FAILURE);
  const session = visit.ensureSession();
  if (!session.testMarker) return form(visit, ['Login timeout, please try again.']);

  const username = (fields.get('username') ?? '').trim();
  const minutes = 30;
  if (visit.site.loginLocks.isLocked(username)) {
    return form(visit, [
      `The account has been locked (please contact admin to unlock it or try again after ${minutes} minutes)`,
    ]);
  }
  const posted = fields.get('password') ?? '';
  if (username === '' || username.length > 100 || posted === '' || posted.length > 1024) {
    return form(visit, ['This field is required.']);
  }
  const password = openPassword(posted, session.privateKey, visit.site.settings.passwordSeparator);
  const user = visit.site.userNamed(username);
  if (user === undefined || user.password !== password) {
    const tries = visit.site.loginLocks.fail(username);
    return form(visit, [
      `The username or password you entered is incorrect, please enter it again. You can also try ${tries} times (The account will be temporarily locked for ${minutes} minutes)`,
    ]);
  }
  if (!user.isActive) return form(visit, ['This account is inactive.']);
  return firstFactorDone(visit, user, ['on', 'true', 'True'].includes(fields.get('auto_login') ?? ''));
}

function firstFactorDone(visit: Visit, user: PracticeUser, autoLogin: boolean): Reply {
  const session = visit.ensureSession();
  session.testMarker = false;
  session.preAuth = { userId: user.id, at: Date.now(), mfaDone: false, autoLogin };
  visit.site.loginLocks.reset(user.username);
  return redirect(`/core/auth/login/guard/${visit.request.search}`);
}

function form(visit: Visit, errors: string[]): Reply {
  visit.ensureSession().testMarker = true;
  return loginPage(visit, errors);
}
