import type { Clock } from '../errors/clock.ts';
import { type Found, found } from './outcomes.ts';

/** One way to a site, in the order in which they are tried. */
export type Way =
  | { readonly kind: 'direct' }
  | { readonly kind: 'proxy'; readonly host: string; readonly port: number }
  /** Named by the system, and not for terminals. */
  | { readonly kind: 'unsupported'; readonly name: string };

/** How requests get to one site, as Chromium sees it. */
export interface SiteRoute {
  /** At least one. */
  ways(): Promise<readonly Way[]>;
  /** Whether something takes a TCP connection there. */
  accepts(host: string, port: number, signal: AbortSignal): Promise<boolean>;
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

/** Which way is taken, and which were named before it and do not lead there. */
export async function decideProxy(route: SiteRoute, signal: AbortSignal): Promise<Found> {
  let before: Found | undefined;
  for (const way of await route.ways()) {
    if (way.kind === 'unsupported') {
      before ??= found('proxy-kind', { proxy: way.name });
      continue;
    }
    const proxy = way.kind === 'proxy' ? `${way.host}:${way.port}` : '';
    if (way.kind === 'direct' || (await route.accepts(way.host, way.port, signal))) {
      if (before) return found('proxy-passed-over', { proxy: String(before.facts['proxy']) });
      return way.kind === 'direct' ? found('proxy-direct') : found('proxy-used', { proxy });
    }
    before ??= found('proxy-silent', { proxy });
  }
  return before ?? found('proxy-direct');
}
