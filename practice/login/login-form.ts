import { clientIp } from '../http/client-ip.ts';
import { type Reply, redirect } from '../http/reply.ts';
import type { Visit } from '../http/visit.ts';
import type { PracticeUser } from '../users.ts';
import { challengeKind } from './challenge-block.ts';
import { CSRF_FAILURE } from './csrf-failure.ts';
import { checkFirstFactor } from './first-factor.ts';
import { type LoginErrors, loginPage } from './login-page.ts';
import { loginTexts } from './login-texts.ts';
import { nextUrl } from './next-url.ts';
import { autoRedirect } from './sso/auto-redirect.ts';

/** `GET /core/auth/login/` (protocol 1.2). */
export function showLogin(visit: Visit): Reply {
  const session = visit.ensureSession();
  const next = visit.request.query.get('next');
  if (next !== null) session.next = next;
  if (visit.user !== undefined) return redirect(nextUrl(visit));
  const elsewhere = autoRedirect(visit);
  if (elsewhere !== undefined) return elsewhere;
  const failed = visit.request.query.get('csrf_failure') === '1';
  return form(visit, failed ? { csrf: true } : {});
}

/** `POST /core/auth/login/` (protocol 1.4). A failure is a 200 with the form again, never a 401. */
export function postLogin(visit: Visit): Reply {
  const fields = new URLSearchParams(visit.request.body);
  if (visit.csrfFailure(fields.get('csrfmiddlewaretoken') ?? undefined) !== undefined) return redirect(CSRF_FAILURE);
  const faults = formErrors(visit, fields);
  if (faults !== undefined) return form(visit, faults);
  const session = visit.ensureSession();
  const texts = loginTexts(visit.language);
  if (!session.testMarker) return form(visit, { general: [texts.loginTimeout] });

  const first = checkFirstFactor(visit, fields);
  switch (first.kind) {
    case 'refused':
      return refused(visit, first.text);
    case 'change-password':
      return redirect(first.url);
    case 'accepted':
      return accepted(visit, first, ['on', 'true', 'True'].includes(fields.get('auto_login') ?? ''));
    default:
      return first satisfies never;
  }
}

/** What is wrong with the form itself: then credentials are not looked at, and no failure is counted (protocol 1.6). */
function formErrors(visit: Visit, fields: URLSearchParams): LoginErrors | undefined {
  const texts = loginTexts(visit.language);
  const errors: LoginErrors = {};
  const username = (fields.get('username') ?? '').trim();
  if (username === '' || username.length > 100) errors.username = texts.required;
  const password = fields.get('password') ?? '';
  if (password === '' || password.length > 1024) errors.password = texts.required;
  if (challengeKind(visit) === 'captcha') {
    const [key, answer] = [fields.get('captcha_0') ?? '', fields.get('captcha_1') ?? ''];
    if (!visit.site.login.captchas.take(key, answer)) errors.captcha = texts.invalidCaptcha;
  }
  return Object.keys(errors).length > 0 ? errors : undefined;
}

/** A failed login of any kind: the address is marked, and the next form carries a captcha. */
function refused(visit: Visit, text: string): Reply {
  visit.site.login.failureMarks.mark(clientIp(visit.request));
  return form(visit, { general: [text] });
}

function accepted(
  visit: Visit,
  { user, mfaDone }: { user: PracticeUser; mfaDone: boolean },
  autoLogin: boolean,
): Reply {
  const session = visit.ensureSession();
  session.testMarker = false;
  session.preAuth = { userId: user.id, at: Date.now(), mfaDone, autoLogin };
  return redirect(`/core/auth/login/guard/${visit.request.search}`);
}

function form(visit: Visit, errors: LoginErrors): Reply {
  visit.ensureSession().testMarker = true;
  return loginPage(visit, errors);
}
