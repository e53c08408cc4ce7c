import type { SitesPort } from '../sites/sites-port.ts';
import type { AttemptPorts } from './opening-attempts.ts';

/** How terminals come by their tokens: each opening takes a signed-in site and a connection token of its own (protocol §6). */
export function siteLinks(sites: Pick<SitesPort, 'find'>): Pick<AttemptPorts, 'connect' | 'refused'> {
  return {
    async connect({ siteId, asset, account, protocol, connectMethod }, signal) {
      const site = sites.find(siteId);
      await site.whenSignedIn({ kind: 'agent', agent: 'a terminal', doing: 'open' }, signal);
      const token = await site.rest.createConnectionToken(
        { assetId: asset.id, account: account.alias, protocol, connectMethod },
        signal,
      );
      return {
        tokenId: token.id,
        transport: site.transport,
        kokoUrl: `${site.summary().baseUrl.replace(/^http/, 'ws')}/koko/ws/terminal/`,
      };
    },
    async refused({ siteId }) {
      const verdict = await sites.find(siteId).reportLost();
      if (verdict.kind === 'unknown') throw verdict.error;
    },
  };
}
