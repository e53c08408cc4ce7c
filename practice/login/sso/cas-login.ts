import { type Reply, redirect } from '../../http/reply.ts';
import type { Visit } from '../../http/visit.ts';
import { backChannel } from './back-channel.ts';
import { thirdPartyFailed, thirdPartyIn } from './third-party.ts';

/** The address that the ticket is for: this page, with `next`, without the ticket. */
function serviceUrl(visit: Visit): string {
  const url = new URL(`${visit.baseUrl}${visit.request.path}${visit.request.search}`);
  url.searchParams.delete('ticket');
  return url.href;
}

export function beginCas(visit: Visit): Reply {
  return redirect(`${visit.site.idp.url}/cas/login?service=${encodeURIComponent(serviceUrl(visit))}`);
}

export async function returnFromCas(visit: Visit): Promise<Reply> {
  const query = new URLSearchParams({ ticket: visit.request.query.get('ticket') ?? '', service: serviceUrl(visit) });
  const { body } = await backChannel(visit.site, `/cas/serviceValidate?${query}`);
  const username = /<cas:authenticationSuccess>.*<cas:user>([^<]+)<\/cas:user>/s.exec(body)?.[1];
  if (username === undefined) return thirdPartyFailed(visit);
  return thirdPartyIn(visit, 'cas', username, visit.request.query.get('next') ?? undefined);
}
