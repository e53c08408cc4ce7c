import type { SiteView } from '../../preload/contract.ts';

export type SetupStep = 'site' | 'sign-in' | 'agent';

/** Where first run stands: a site, its sign-in, then an agent. */
export function setupStep(sites: readonly SiteView[]): SetupStep {
  if (sites.length === 0) return 'site';
  return sites.some(({ session }) => session.kind === 'signed-in' || session.kind === 'expiring') ? 'agent' : 'sign-in';
}
