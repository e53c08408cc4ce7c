import { kokoLink } from '../sites/koko-link.ts';
import type { SitesPort } from '../sites/sites-port.ts';
import type { AttemptPorts } from './opening-attempts.ts';

/** How terminals come by their connections. */
export function siteLinks(sites: Pick<SitesPort, 'find'>): Pick<AttemptPorts, 'connect' | 'refused'> {
  return {
    connect: (target, signal) => kokoLink(sites, { target, what: 'a terminal', socket: 'terminal', signal }),
    async refused({ siteId }) {
      const verdict = await sites.find(siteId).reportLost();
      if (verdict.kind === 'unknown') throw verdict.error;
    },
  };
}
