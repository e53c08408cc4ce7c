import type { Visit } from '../http/visit.ts';
import type { PracticeUser } from '../users.ts';
import { loginTexts } from './login-texts.ts';

/** Why an account with the right password is not let in, in JumpServer's order; undefined when it is (protocol 1.4 and 1.10). */
export function accountFault(visit: Visit, user: PracticeUser): string | undefined {
  const texts = loginTexts(visit.language);
  if (user.rules.expired) return texts.expired;
  if (!user.isActive) return texts.inactive;
  if (user.rules.loginRule === 'reject') return texts.ruleRejects;
  return undefined;
}
