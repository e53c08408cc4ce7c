import { isIPv4 } from 'node:net';
import type { Refusal } from './refusal.ts';

/** A pop-up is a main frame that may also begin empty, because its opener fills or sends it afterwards. */
export type FrameKind = 'page' | 'pop-up' | 'sub-frame';

export type NavigationVerdict = { readonly allow: true } | { readonly allow: false; readonly refusal: Refusal };

const ALLOW: NavigationVerdict = { allow: true };

/** Documents that a page makes by itself; in a frame of its own they reach nothing that the page could not. */
const HOME_MADE = new Set(['data:', 'blob:']);

/**
 * Where the sign-in window may go, decided without Electron so that it is tested as a table. The site's own origin always;
 * elsewhere any https host, because identity providers hop by form post and script; http only on loopback, and only when the
 * site itself is http there; every other scheme never (design §6).
 */
export function decideNavigation(siteUrl: string, href: string, frame: FrameKind): NavigationVerdict {
  const site = new URL(siteUrl);
  // `window.open()` without an address.
  if (href === '' || href === 'about:blank') return ALLOW;
  if (!URL.canParse(href)) return { allow: false, refusal: { kind: 'address' } };
  const target = new URL(href);
  if (target.protocol === 'https:') return ALLOW;
  if (frame === 'sub-frame' && (href === 'about:srcdoc' || HOME_MADE.has(target.protocol))) return ALLOW;
  if (target.protocol !== 'http:')
    return { allow: false, refusal: { kind: 'scheme', scheme: target.protocol.slice(0, -1) } };
  if (target.origin === site.origin) return ALLOW;
  if (site.protocol === 'http:' && isLoopback(site.hostname) && isLoopback(target.hostname)) return ALLOW;
  return { allow: false, refusal: { kind: 'not-encrypted', host: target.host } };
}

function isLoopback(hostname: string): boolean {
  if (hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '[::1]') return true;
  return isIPv4(hostname) && hostname.startsWith('127.');
}
