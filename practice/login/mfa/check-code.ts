import type { Visit } from '../../http/visit.ts';
import type { PracticeUser } from '../../users.ts';
import { loginTexts } from '../login-texts.ts';
import { activeKinds, isSentKind, type MfaKind } from './mfa-kinds.ts';
import { totpMatches } from './totp.ts';

export type CodeCheck =
  | { kind: 'right' }
  | { kind: 'wrong'; text: string }
  | { kind: 'locked'; text: string }
  | { kind: 'not-active'; text: string };

/** One try at a second factor, wherever it was typed. The message after the first wrong code names one try less than the limit (measured: 6). */
export function checkCode(visit: Visit, user: PracticeUser, kind: MfaKind, code: string): CodeCheck {
  const { site } = visit;
  const texts = loginTexts(visit.language);
  if (site.mfaLocks.isLocked(user.username)) return { kind: 'locked', text: texts.accountLocked };
  if (!activeKinds(user).includes(kind)) return { kind: 'not-active', text: texts.mfaNotActive(kind) };
  if (isRight(visit, user, kind, code)) {
    site.mfaLocks.reset(user.username);
    return { kind: 'right' };
  }
  const tries = site.mfaLocks.fail(user.username) - 1;
  if (tries < 1) return { kind: 'locked', text: texts.accountLocked };
  return { kind: 'wrong', text: texts.wrongCode(kind, tries) };
}

function isRight({ site }: Visit, user: PracticeUser, kind: MfaKind, code: string): boolean {
  if (isSentKind(site, kind)) return site.login.sentCodes.take(user, kind, code);
  if (kind !== 'otp') return code === fixedCode(user, kind);
  if (user.otpSecret === undefined || !totpMatches(user.otpSecret, code)) return false;
  if (!site.settings.login.safeMode) return true;
  const isReused = site.login.lastOtp.get(user.id) === code;
  site.login.lastOtp.set(user.id, code);
  return !isReused;
}

/** What the RADIUS server and the custom plug-in of the practice site take. */
export function fixedCode(user: PracticeUser, kind: MfaKind): string {
  return `${kind === 'otp_radius' ? 'radius' : 'custom'}-${user.username}`;
}
