/** Where the sign-in window may go, decided without Electron so that it is tested as a table. */
export type NavigationVerdict = 'allow' | 'deny';

/**
 * The site's own origin always; elsewhere any https host, because identity providers hop by form post and script; http only
 * for the site itself (which then is loopback) and every other scheme never (design §6).
 */
export function decideNavigation(siteOrigin: string, url: string): NavigationVerdict {
  if (!URL.canParse(url)) return 'deny';
  const target = new URL(url);
  if (target.origin === new URL(siteOrigin).origin) return 'allow';
  return target.protocol === 'https:' ? 'allow' : 'deny';
}
