import { z } from 'zod';

/** Sign-in by redirect to an identity provider (protocol 1.11). */
export const redirectMethod = z.enum(['openid', 'cas', 'saml2', 'oauth2']);
export type RedirectMethod = z.infer<typeof redirectMethod>;

/** Sign-in by a code that a phone app confirms. WeCom shows it on its own site, DingTalk on the page here by its script. */
export const qrMethod = z.enum(['wecom', 'dingtalk']);
export type QrMethod = z.infer<typeof qrMethod>;

/** Everything that the login page can link to besides the form. */
export const signInMethod = z.enum([...redirectMethod.options, ...qrMethod.options, 'passkey']);
export type SignInMethod = z.infer<typeof signInMethod>;

/** Where the link on the login page leads. */
export function methodPath(method: SignInMethod): string {
  if (method === 'passkey') return '/api/v1/authentication/passkeys/login/';
  return qrMethod.safeParse(method).success ? `/core/auth/${method}/qr/login/` : `/core/auth/${method}/login/`;
}
