import { clientIp } from '../../http/client-ip.ts';
import { html, type Reply, redirect } from '../../http/reply.ts';
import type { Visit } from '../../http/visit.ts';
import type { PracticeUser } from '../../users.ts';
import { accountFault } from '../account-state.ts';
import { FLASH_SECONDS } from '../flash/flash-messages.ts';
import { flashHtml } from '../flash/flash-page.ts';
import { loginTexts } from '../login-texts.ts';
import { mfaDemanded } from '../mfa/mfa-kinds.ts';
import { nextUrl } from '../next-url.ts';
import type { SignInMethod } from './sso-method.ts';

const BLOCKED_SECONDS = 10;
const DIRECT_LOGIN = '/core/auth/login/?admin=1';

/** The provider vouches for this person: logged in at once, checked on the next request (protocol 1.11). */
export function thirdPartyIn(
  visit: Visit,
  method: SignInMethod | undefined,
  username: string | undefined,
  next?: string,
): Reply {
  const user = username === undefined ? undefined : visit.site.userNamed(username);
  if (user === undefined || !user.isActive || user.rules.expired) return thirdPartyFailed(visit);
  if (next !== undefined) visit.ensureSession().next = next;
  visit.login(user);
  const session = visit.ensureSession();
  if (method === undefined) delete session.method;
  else session.method = method;
  session.thirdPartyCheckDue = true;
  session.mfaOutstanding = visit.site.settings.login.mfaForThirdParty && mfaDemanded(visit.site, user);
  return redirect(nextUrl(visit));
}

/** A notice, then the form. */
export function thirdPartyFailed(visit: Visit): Reply {
  const texts = loginTexts(visit.language);
  return redirect(
    visit.site.login.flashes.urlFor({
      title: texts.signIn,
      message: texts.ssoFailed,
      seconds: FLASH_SECONDS,
      goOnTo: DIRECT_LOGIN,
    }),
  );
}

/** ThirdPartyLoginMiddleware: locks and login rules are looked at on the first request after the callback. */
export function thirdPartyRefusal(visit: Visit): Reply | undefined {
  const { session, user } = visit;
  if (session === undefined || user === undefined || !session.thirdPartyCheckDue) return undefined;
  session.thirdPartyCheckDue = false;
  const fault = lockFault(visit, user) ?? accountFault(visit, user);
  if (fault !== undefined) {
    visit.logout();
    const title = loginTexts(visit.language).signIn;
    return html(200, flashHtml(visit, { title, message: fault, seconds: BLOCKED_SECONDS, goOnTo: DIRECT_LOGIN }));
  }
  if (user.rules.loginRule !== 'review' || user.isAdmin) return undefined;
  // An approver has to say yes first: back to the step before the guard.
  session.userId = undefined;
  session.preAuth = { userId: user.id, at: Date.now(), mfaDone: !session.mfaOutstanding, autoLogin: false };
  session.mfaOutstanding = false;
  return redirect('/core/auth/login/guard/');
}

function lockFault(visit: Visit, user: PracticeUser): string | undefined {
  const texts = loginTexts(visit.language);
  if (visit.site.login.ipLocks.isLocked(clientIp(visit.request))) return texts.addressLocked;
  return visit.site.loginLocks.isLocked(user.username) ? texts.accountLocked : undefined;
}
