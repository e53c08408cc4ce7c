import { z } from 'zod';

/** How the site demands a sign-in. All of it can change while the site runs. */
export const loginSettings = z.strictObject({
  /** SECURITY_LOGIN_CAPTCHA_ENABLED, and the practice site's own "on every form" (protocol 1.6). */
  captcha: z.enum(['after-failure', 'always', 'off']),
  /** How long a failed login marks its address, seconds. */
  captchaMarkSeconds: z.number().positive(),
  /** How long a challenge can be answered, seconds. */
  captchaSeconds: z.number().positive(),
});

export type LoginSettings = z.infer<typeof loginSettings>;

export const loginChange = loginSettings.partial();
export type LoginChange = z.infer<typeof loginChange>;

/** A fresh installation of v4.10.16. */
export const LOGIN_DEFAULTS: LoginSettings = {
  captcha: 'after-failure',
  captchaMarkSeconds: 3600,
  captchaSeconds: 300,
};
