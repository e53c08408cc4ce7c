import type { Visit } from '../http/visit.ts';
import { captchaField } from './captcha/captcha-field.ts';
import { captchaRequired } from './captcha/captcha-required.ts';
import { loginTexts } from './login-texts.ts';
import { mfaFields } from './mfa/mfa-fields.ts';

export type ChallengeKind = 'challenge' | 'mfa' | 'captcha' | 'none';

/** Only one block is ever there; the first match wins, so with challenge or MFA in the page no captcha appears (protocol 1.2). */
export function challengeKind(visit: Visit): ChallengeKind {
  const { challenge, mfaInPage } = visit.site.settings.login;
  if (challenge) return 'challenge';
  if (mfaInPage) return 'mfa';
  return captchaRequired(visit) ? 'captcha' : 'none';
}

/** The block between password and button. */
export function challengeBlock(visit: Visit, captchaError: string | undefined): string {
  const kind = challengeKind(visit);
  switch (kind) {
    case 'challenge':
      return `<input type="text" name="challenge" id="id_challenge" placeholder="${loginTexts(visit.language).challenge}" autocomplete="off">`;
    case 'mfa':
      // Nobody is known yet, so whatever the site has is on offer.
      return mfaFields(visit, ['otp', 'otp_radius', 'sms', 'email', 'mfa_custom']);
    case 'captcha':
      return captchaField(visit, captchaError);
    case 'none':
      return '';
    default:
      return kind satisfies never;
  }
}
