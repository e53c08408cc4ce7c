import { clientIp } from '../http/client-ip.ts';
import type { Visit } from '../http/visit.ts';
import type { PracticeUser } from '../users.ts';
import { accountFault } from './account-state.ts';
import { loginTexts } from './login-texts.ts';
import { checkCode } from './mfa/check-code.ts';
import { mfaDemanded, mfaKind } from './mfa/mfa-kinds.ts';
import { openPassword } from './password/password-cipher.ts';
import { passwordDetour } from './password/password-policy.ts';

export type FirstFactor =
  | { kind: 'accepted'; user: PracticeUser; mfaDone: boolean }
  /** The form again, and the address is marked. */
  | { kind: 'refused'; text: string }
  /** The password is right and must be changed: 302 to a notice. */
  | { kind: 'change-password'; url: string };

/** The checks of a posted form in JumpServer's order (protocol 1.4), from locks to the second factor in the page. */
export function checkFirstFactor(visit: Visit, fields: URLSearchParams): FirstFactor {
  const { site } = visit;
  const texts = loginTexts(visit.language);
  const username = (fields.get('username') ?? '').trim();
  if (site.login.ipLocks.isLocked(clientIp(visit.request))) return { kind: 'refused', text: texts.addressLocked };
  if (site.loginLocks.isLocked(username)) return { kind: 'refused', text: texts.accountLocked };
  const user = site.userNamed(username);
  if (user === undefined || !passwordFits(visit, user, fields)) {
    site.login.ipLocks.fail(clientIp(visit.request));
    return { kind: 'refused', text: texts.wrongPassword(site.loginLocks.fail(username)) };
  }
  const fault = accountFault(visit, user);
  if (fault !== undefined) return { kind: 'refused', text: fault };
  const url = passwordDetour(visit, user);
  if (url !== undefined) return { kind: 'change-password', url };
  const second = secondFactorInPage(visit, user, fields);
  if (second.kind === 'refused') return second;
  site.loginLocks.reset(user.username);
  return { kind: 'accepted', user, mfaDone: second.kind === 'done' };
}

/** With the challenge field on, what it holds is appended to the password before anybody looks at it (protocol 1.2). */
function passwordFits(visit: Visit, user: PracticeUser, fields: URLSearchParams): boolean {
  const { login, passwordSeparator } = visit.site.settings;
  const posted = openPassword(fields.get('password') ?? '', visit.session?.privateKey, passwordSeparator);
  if (!login.challenge) return posted === user.password;
  return posted + (fields.get('challenge') ?? '').trim() === user.password + login.challengeAnswer;
}

type SecondFactor = { kind: 'done' } | { kind: 'later' } | { kind: 'refused'; text: string };

function secondFactorInPage(visit: Visit, user: PracticeUser, fields: URLSearchParams): SecondFactor {
  const { site } = visit;
  const { challenge, mfaInPage, emptyMfaInPage } = site.settings.login;
  if (challenge || !mfaInPage || !mfaDemanded(site, user)) return { kind: 'later' };
  const code = (fields.get('code') ?? '').trim();
  if (code === '' && emptyMfaInPage === 'ask-later') return { kind: 'later' };
  const kind = mfaKind.safeParse(fields.get('mfa_type')).data ?? 'otp';
  const check = checkCode(visit, user, kind, code);
  return check.kind === 'right' ? { kind: 'done' } : { kind: 'refused', text: check.text };
}
