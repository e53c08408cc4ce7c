import type { SiteView } from '../../preload/contract.ts';

/** What a site's durable REST key means at this moment. */
export type KeyUse = 'off' | 'waiting' | 'in-use';

/** In use once the web session is gone: then only reading goes on. */
export function keyUse({ durableKey, session }: Pick<SiteView, 'durableKey' | 'session'>): KeyUse {
  if (durableKey.state === 'off') return 'off';
  return ['expired', 'signed-out', 'signing-in'].includes(session.kind) ? 'in-use' : 'waiting';
}

/** Only a web session can make a key. */
export function mayCreateKey({ session }: Pick<SiteView, 'session'>): boolean {
  return session.kind === 'signed-in' || session.kind === 'expiring';
}
