import { headerOf, type SiteRequest } from './site-request.ts';

/** The address that locks and marks count for: the first entry of `X-Forwarded-For`, without a port, else the peer (protocol 1.8). */
export function clientIp(request: SiteRequest): string {
  const first = headerOf(request, 'x-forwarded-for')?.split(',')[0]?.trim();
  if (first === undefined || first === '') return request.remoteAddr;
  return /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(first)?.[1] ?? first;
}
