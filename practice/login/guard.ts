import { setCookie } from '../http/cookies.ts';
import { type Reply, redirect } from '../http/reply.ts';
import type { Visit } from '../http/visit.ts';
import { LANGUAGE_COOKIE_SECONDS } from '../i18n/language-routes.ts';
import { activeKinds, mfaDemanded } from './mfa/mfa-kinds.ts';
import { nextUrl } from './next-url.ts';
import { OTP_ENABLE_START } from './otp/otp-pages.ts';
import { preAuthUser } from './pre-auth.ts';
import { awaitsReview } from './review/review-gate.ts';

/** `GET /core/auth/login/guard/`: a pure dispatcher, always a 302, keeping the query (protocol 2.1). */
export function guard(visit: Visit): Reply {
  const waiting = preAuthUser(visit);
  const user = waiting ?? visit.user;
  const { search } = visit.request;
  if (user === undefined) return redirect(`/core/auth/login/${search}`);
  const preAuth = visit.session?.preAuth;
  if (waiting !== undefined && !preAuth?.mfaDone && mfaDemanded(visit.site, user)) {
    const isBindingFirst = activeKinds(user).length === 0 && visit.site.settings.login.bindingFrom === 'guard';
    return redirect(isBindingFirst ? OTP_ENABLE_START : `/core/auth/login/mfa/${search}`);
  }
  if (preAuth?.bindOtp && user.otpSecret === undefined) return redirect(OTP_ENABLE_START);
  if (waiting !== undefined && preAuth !== undefined && awaitsReview(visit, user, preAuth)) {
    return redirect(`/core/auth/login/wait-confirm/${search}`);
  }
  if (waiting !== undefined) visit.ensureSession().mfaOutstanding = false;
  if (preAuth?.autoLogin) visit.ensureSession().explicitExpiry = true;
  visit.login(user);
  visit.addCookie(setCookie('django_language', visit.language, { maxAgeSeconds: LANGUAGE_COOKIE_SECONDS }));
  return redirect(nextUrl(visit));
}
