import { z } from 'zod';
import type { SiteState } from '../../site-state.ts';
import type { PracticeUser } from '../../users.ts';

/** In the order of the list at HEAD (protocol 2.2). */
export const mfaKind = z.enum(['otp', 'otp_radius', 'sms', 'passkey', 'face', 'email', 'mfa_custom']);
export type MfaKind = z.infer<typeof mfaKind>;

/** Kinds whose code the site sends first. Whether the custom plug-in does is a setting. */
export function isSentKind(site: SiteState, kind: MfaKind): boolean {
  return kind === 'sms' || kind === 'email' || (kind === 'mfa_custom' && site.settings.login.customMfaSendsCode);
}

/** The second factors a person can use now. Face capture is an extra of the enterprise edition and never active. */
export function activeKinds(user: PracticeUser): MfaKind[] {
  return mfaKind.options.filter((kind) => {
    switch (kind) {
      case 'otp':
        return user.otpSecret !== undefined;
      case 'passkey':
        return user.passkeys.length > 0;
      case 'face':
        return false;
      default:
        return user.rules.factors.includes(kind);
    }
  });
}

/** Whether the password alone does not let this person in: a factor of their own, their level, or SECURITY_MFA_AUTH. */
export function mfaDemanded(site: SiteState, user: PracticeUser): boolean {
  const { mfa } = site.settings.login;
  const byAll = mfa === 'everybody' || (mfa === 'admins' && user.isAdmin);
  return byAll || user.rules.mfaForced || user.otpSecret !== undefined || user.rules.factors.length > 0;
}
