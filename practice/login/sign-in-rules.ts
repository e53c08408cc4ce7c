import { z } from 'zod';

/** Second factors that a person can be given, besides OTP (which is there when a secret is) and passkeys. */
const givenFactor = z.enum(['otp_radius', 'sms', 'email', 'mfa_custom']);

const passwordState = z.enum(['fine', 'too-simple', 'must-change', 'expired']);
export type PasswordState = z.infer<typeof passwordState>;

/** What one person meets on the way in. */
export const signInRules = z.strictObject({
  factors: z.array(givenFactor),
  /** The person must use a second factor, even when none is set up yet. */
  mfaForced: z.boolean(),
  expired: z.boolean(),
  /** What the login ACL says (protocol 1.10). */
  loginRule: z.enum(['accept', 'notice', 'reject', 'review']),
  password: passwordState,
});

export type SignInRules = z.infer<typeof signInRules>;

/** `otp` gives a person a secret, or takes it. */
export const rulesChange = signInRules.extend({ otp: z.boolean() }).partial();
export type RulesChange = z.infer<typeof rulesChange>;

export function plainRules(): SignInRules {
  return { factors: [], mfaForced: false, expired: false, loginRule: 'accept', password: 'fine' };
}
