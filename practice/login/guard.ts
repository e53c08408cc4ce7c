import { setCookie } from '../http/cookies.ts';
import { type Reply, redirect } from '../http/reply.ts';
import type { Visit } from '../http/visit.ts';
import { nextUrl } from './next-url.ts';
import { preAuthUser } from './pre-auth.ts';

const LANGUAGE_COOKIE_SECONDS = 365 * 86_400;

/** `GET /core/auth/login/guard/`: a pure dispatcher, always a 302, keeping the query (protocol 2.1). */
export function guard(visit: Visit): Reply {
  const waiting = preAuthUser(visit);
  const user = waiting ?? visit.user;
  const { search } = visit.request;
  if (user === undefined) return redirect(`/core/auth/login/${search}`);
  const preAuth = visit.session?.preAuth;
  if (waiting !== undefined && user.otpSecret !== undefined && !preAuth?.mfaDone) {
    return redirect(`/core/auth/login/mfa/${search}`);
  }
  if (preAuth?.autoLogin) visit.ensureSession().explicitExpiry = true;
  visit.login(user);
  visit.addCookie(setCookie('django_language', language(visit), { maxAgeSeconds: LANGUAGE_COOKIE_SECONDS }));
  return redirect(nextUrl(visit));
}

function language(visit: Visit): string {
  const asked = visit.request.cookies.get('django_language') ?? visit.request.headers['accept-language'] ?? 'en';
  return asked.toLowerCase().startsWith('zh') ? 'zh-hans' : 'en';
}
