import { z } from 'zod';

/** Sign-in by redirect to an identity provider (protocol 1.11). */
export const redirectMethod = z.enum(['openid', 'cas', 'saml2', 'oauth2']);
export type RedirectMethod = z.infer<typeof redirectMethod>;

/** Everything that the login page can link to besides the form. */
export const signInMethod = z.enum([...redirectMethod.options]);
export type SignInMethod = z.infer<typeof signInMethod>;

/** Where the link on the login page leads. */
export function methodPath(method: SignInMethod): string {
  return `/core/auth/${method}/login/`;
}
