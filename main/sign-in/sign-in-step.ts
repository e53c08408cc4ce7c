/** What a main-frame navigation of the sign-in window means (sign-in-window.md §1: RULE complete). */
export type SignInStep =
  /** The page we asked to be sent to: the guard is through. */
  | { readonly kind: 'arrived' }
  /** Somewhere on the site outside sign-in: worth asking the profile. */
  | { readonly kind: 'maybe' }
  /** Still on a page of sign-in, or at an identity provider. */
  | { readonly kind: 'going-on' }
  /** The server refuses our origin: an administrator must list it (protocol §1.9). */
  | { readonly kind: 'origin-refused' };

/** A same-origin JSON page without scripts, so that JumpServer's page accounting never starts (protocol §3.4). */
export const ARRIVAL_PATH = '/api/health/?drawbridge=signed-in';

const SIGN_IN_PATHS = ['/core/auth/', '/core/i18n/', '/core/common/flash-message/', '/core/redirect/', '/core/jsi18n/'];

export function signInUrl(baseUrl: string): string {
  return `${baseUrl}/core/auth/login/?next=${encodeURIComponent(ARRIVAL_PATH)}`;
}

export function decideStep(baseUrl: string, href: string): SignInStep {
  if (href === `${baseUrl}${ARRIVAL_PATH}`) return { kind: 'arrived' };
  if (!URL.canParse(href)) return { kind: 'going-on' };
  const url = new URL(href);
  if (url.origin !== new URL(baseUrl).origin) return { kind: 'going-on' };
  if (url.searchParams.get('csrf_failure') === '1') return { kind: 'origin-refused' };
  if (SIGN_IN_PATHS.some((prefix) => url.pathname.startsWith(prefix))) return { kind: 'going-on' };
  return { kind: 'maybe' };
}
