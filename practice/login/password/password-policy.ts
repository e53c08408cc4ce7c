import type { Visit } from '../../http/visit.ts';
import type { PracticeUser } from '../../users.ts';
import { FLASH_SECONDS } from '../flash/flash-messages.ts';
import { loginTexts } from '../login-texts.ts';
import type { PasswordState } from '../sign-in-rules.ts';

/** Part of the real list; a fresh installation's own password is on it (protocol 1.7). */
const TOO_SIMPLE = ['admin', 'ChangeMe'];
/** SECURITY_PASSWORD_MIN_LENGTH */
const MIN_LENGTH = 6;

/** What is wrong with a person's password, by the person's rules or by the password itself. */
function passwordState(user: PracticeUser): PasswordState {
  return user.rules.password === 'fine' && TOO_SIMPLE.includes(user.password) ? 'too-simple' : user.rules.password;
}

/** Where a person with a right but unfit password is sent: a notice of 3 s, then the page that sets a new one. */
export function passwordDetour(visit: Visit, user: PracticeUser): string | undefined {
  const state = passwordState(user);
  if (state === 'fine') return undefined;
  const texts = loginTexts(visit.language);
  const { login } = visit.site;
  return login.flashes.urlFor({
    title: texts.changePassword,
    message: texts.passwordStates[state],
    seconds: FLASH_SECONDS,
    goOnTo: `/core/auth/password/reset/?token=${login.resetTokens.create(user)}`,
  });
}

/** Why a new password is not taken. */
export function newPasswordFault(visit: Visit, user: PracticeUser, fresh: string, again: string): string | undefined {
  const texts = loginTexts(visit.language);
  if (fresh !== again) return texts.passwordsDiffer;
  if (fresh.length < MIN_LENGTH || TOO_SIMPLE.includes(fresh)) return texts.passwordRules(MIN_LENGTH);
  if (fresh === user.password) return texts.passwordUsedBefore;
  return undefined;
}
