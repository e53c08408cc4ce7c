import type { Clock } from '../errors/clock.ts';
import { type Found, found } from './outcomes.ts';

/** How requests get to one site, as Chromium sees it. */
export interface SiteRoute {
  /** As PAC writes it: `DIRECT`, or `PROXY proxy.example:3128; DIRECT`. */
  proxy(): Promise<string>;
  /** Whether something takes a TCP connection at `host:port`. */
  accepts(address: string, signal: AbortSignal): Promise<boolean>;
  /** The certificate at the end of the route and what was decided about it; null where the site speaks http. */
  certificate(signal: AbortSignal): Promise<CertificateFacts | null>;
}

export interface CertificateFacts {
  readonly issuer: string;
  /** Milliseconds since the epoch. */
  readonly validTo: number;
  /** `system`: this computer trusts it. `accepted`: the person did, for this site. `refused`: neither. */
  readonly trust: 'system' | 'accepted' | 'refused';
  /** Why it was refused, as Chromium says it; '' otherwise. */
  readonly problem: string;
}

const DAY_MS = 86_400_000;
/** Time for an administrator to act. */
const SOON_DAYS = 14;

export function decideCertificate(facts: CertificateFacts | null, clock: Pick<Clock, 'now'>): Found {
  if (facts === null) return found('certificate-none');
  const { issuer, trust, problem } = facts;
  const days = Math.floor((facts.validTo - clock.now()) / DAY_MS);
  if (days < 0 && trust !== 'accepted') return found('certificate-expired', { issuer, days: -days });
  if (trust === 'refused') return found('certificate-untrusted', { issuer, problem });
  if (days < SOON_DAYS) return found('certificate-ends-soon', { issuer, days });
  return found(trust === 'system' ? 'certificate-system' : 'certificate-accepted', { issuer, days });
}

/** The first way that Chromium would take. SOCKS and the like serve pages, not terminals (design §4). */
export async function decideProxy(route: SiteRoute, signal: AbortSignal): Promise<Found> {
  const [first = 'DIRECT'] = (await route.proxy()).split(';');
  const [kind = '', address = ''] = first.trim().split(/\s+/);
  if (kind === 'DIRECT') return found('proxy-direct');
  if (kind !== 'PROXY') return found('proxy-kind', { kind, proxy: address });
  return found((await route.accepts(address, signal)) ? 'proxy-used' : 'proxy-silent', { proxy: address });
}
