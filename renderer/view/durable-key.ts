import type { SiteView } from '../../preload/contract.ts';

/** What a site's durable REST key means at this moment. */
export type KeyUse = 'off' | 'waiting' | 'in-use';

/** In use once the web session is gone: then only reading goes on. */
export function keyUse({ durableKey, session }: Pick<SiteView, 'durableKey' | 'session'>): KeyUse {
  if (durableKey.state === 'off') return 'off';
  return ['expired', 'signed-out', 'signing-in'].includes(session.kind) ? 'in-use' : 'waiting';
}

/** Whether the site can be looked at: signed in, or by the key. */
export function readable(site: Pick<SiteView, 'durableKey' | 'session'>): boolean {
  return mayCreateKey(site) || keyUse(site) === 'in-use';
}

/** Only a web session can make a key. */
export function mayCreateKey({ session }: Pick<SiteView, 'session'>): boolean {
  return session.kind === 'signed-in' || session.kind === 'expiring';
}
