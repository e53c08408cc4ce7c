import { z } from 'zod';
import { redirectMethod, signInMethod } from './sso/sso-method.ts';

/** How the site demands a sign-in. All of it can change while the site runs. */
export const loginSettings = z.strictObject({
  /** SECURITY_LOGIN_CAPTCHA_ENABLED, and the practice site's own "on every form" (protocol 1.6). */
  captcha: z.enum(['after-failure', 'always', 'off']),
  /** How long a failed login marks its address, seconds. */
  captchaMarkSeconds: z.number().positive(),
  /** How long a challenge can be answered, seconds. */
  captchaSeconds: z.number().positive(),
  /** SECURITY_LOGIN_IP_LIMIT_COUNT: failed logins of one address before it is locked. */
  ipLimit: z.number().int().positive(),
  /** SECURITY_LOGIN_CHALLENGE_ENABLED: a field whose value is appended to the password. */
  challenge: z.boolean(),
  /** What the tokens of the practice people show for that field. */
  challengeAnswer: z.string(),
  /** SECURITY_MFA_AUTH; otherwise those who have a second factor need it. */
  mfa: z.enum(['as-set-up', 'everybody', 'admins']),
  /** SECURITY_MFA_IN_LOGIN_PAGE */
  mfaInPage: z.boolean(),
  /** What a form with an empty code means for a person who needs one (the documents do not say). */
  emptyMfaInPage: z.enum(['ask-later', 'wrong']),
  /** VERIFY_CODE_TTL: life of a sent code, and the time between two, seconds. */
  codeSeconds: z.number().positive(),
  /** Whether the MFA_CUSTOM plug-in sends a code first. */
  customMfaSendsCode: z.boolean(),
  /** SAFE_MODE: an OTP code is taken once. */
  safeMode: z.boolean(),
  /** Which page sends a person without a factor to bind an OTP (the documents name both). */
  bindingFrom: z.enum(['guard', 'mfa-page']),
  /** What a posted `otp` means for a person who has no secret, but another factor: older versions bind at once. */
  unboundOtp: z.enum(['bind', 'verify-another']),
  /** Time between two looks of the wait page, seconds (protocol 1.10). */
  reviewPollSeconds: z.number().positive(),
  /** What the login page links to besides the form. */
  methods: z.array(signInMethod),
  /** The login page leads on to this provider by itself, unless the query says `admin=1`. */
  autoRedirect: z.enum(['off', ...redirectMethod.options]),
  /** LOGIN_REDIRECT_MSG_ENABLED: with a notice of 3 s in between. */
  redirectMessage: z.boolean(),
  /** SECURITY_MFA_AUTH_ENABLED_FOR_THIRD_PARTY */
  mfaForThirdParty: z.boolean(),
  /** AUTH_SSO: an administrator may make links that log somebody in once. */
  oneTimeLinks: z.boolean(),
  /** The MFA page fails inside: 302 to the guard with `_=unexpect`. */
  mfaBreaks: z.boolean(),
});

export type LoginSettings = z.infer<typeof loginSettings>;

export const loginChange = loginSettings.partial();
export type LoginChange = z.infer<typeof loginChange>;

/** A fresh installation of v4.10.16. */
export const LOGIN_DEFAULTS: LoginSettings = {
  captcha: 'after-failure',
  captchaMarkSeconds: 3600,
  captchaSeconds: 300,
  ipLimit: 99_999,
  challenge: false,
  challengeAnswer: '424242',
  mfa: 'as-set-up',
  mfaInPage: false,
  emptyMfaInPage: 'ask-later',
  codeSeconds: 60,
  customMfaSendsCode: false,
  safeMode: false,
  bindingFrom: 'guard',
  unboundOtp: 'bind',
  reviewPollSeconds: 5,
  methods: [],
  autoRedirect: 'off',
  redirectMessage: true,
  mfaForThirdParty: false,
  oneTimeLinks: false,
  mfaBreaks: false,
};
