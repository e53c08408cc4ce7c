import type { SignInStage } from '../sites/sign-in-end.ts';

/** What a main-frame navigation of the sign-in window means (sign-in-window.md §1: RULE complete). */
export type SignInStep =
  /** The page we asked to be sent to: the guard is through. */
  | { readonly kind: 'arrived' }
  /** Somewhere on the site outside sign-in, because `next` got lost: worth asking the profile. */
  | { readonly kind: 'maybe' }
  /** Still on a page of sign-in, or at an identity provider. */
  | { readonly kind: 'going-on'; readonly stage: SignInStage }
  /** The server refuses our origin: an administrator must list it (protocol §1.9). */
  | { readonly kind: 'origin-refused' };

/** A same-origin JSON page without scripts, so that JumpServer's page accounting never starts (protocol §3.4). */
export const ARRIVAL_PATH = '/api/health/?drawbridge=signed-in';
export const LOGIN_PATH = '/core/auth/login/';
const GUARD_PATH = '/core/auth/login/guard/';

/** Pages of sign-in on the site (protocol §1.1), the longer path first. */
const stages: readonly (readonly [prefix: string, stage: SignInStage])[] = [
  ['/core/auth/login/mfa/', 'mfa'],
  ['/core/auth/login/wait-confirm/', 'review'],
  ['/core/auth/profile/otp/', 'otp-binding'],
  ['/core/auth/password/', 'password-change'],
  ['/api/v1/authentication/passkeys/', 'passkey'],
  ['/core/common/flash-message/', 'notice'],
  ['/core/redirect/', 'notice'],
  ['/core/auth/logout/', 'notice'],
  ['/api/v1/authentication/sso/', 'identity-provider'],
  ...['openid', 'cas', 'saml2', 'oauth2', 'wecom', 'dingtalk', 'feishu', 'lark', 'slack', 'ukey'].map(
    (method) => [`/core/auth/${method}/`, 'identity-provider'] as const,
  ),
  ['/core/auth/', 'login'],
  ['/core/i18n/', 'login'],
  ['/core/jsi18n/', 'login'],
];

export function signInUrl(baseUrl: string): string {
  return `${baseUrl}${LOGIN_PATH}?next=${encodeURIComponent(ARRIVAL_PATH)}`;
}

export function decideStep(baseUrl: string, href: string): SignInStep {
  if (href === `${baseUrl}${ARRIVAL_PATH}`) return { kind: 'arrived' };
  if (!URL.canParse(href)) return { kind: 'going-on', stage: 'identity-provider' };
  const url = new URL(href);
  if (url.origin !== new URL(baseUrl).origin) return { kind: 'going-on', stage: 'identity-provider' };
  if (url.searchParams.get('csrf_failure') === '1') return { kind: 'origin-refused' };
  const stage = stages.find(([prefix]) => url.pathname.startsWith(prefix))?.[1];
  return stage ? { kind: 'going-on', stage } : { kind: 'maybe' };
}

/** Whether the site's own dispatcher sent the person on: it does after each step, and when what went before has lapsed (protocol §2.1). */
export function passedGuard(baseUrl: string, redirects: readonly string[]): boolean {
  return redirects.some((href) => href.startsWith(`${baseUrl}${GUARD_PATH}`));
}
