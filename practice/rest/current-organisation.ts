import { headerOf } from '../http/site-request.ts';
import type { Visit } from '../http/visit.ts';
import { type Organisation, organisationNamed } from '../organisations.ts';

/** In which organisation a request is meant (protocol 4.5). */
export function currentOrganisation({ request, site }: Visit): Organisation {
  return organisationNamed(
    request.query.get('oid') ?? headerOf(request, 'x-jms-org') ?? request.cookies.get('X-JMS-ORG'),
    site.furtherOrganisations,
  );
}

/** The assets that are seen from there. */
export const assetsHere = (visit: Visit) => visit.site.assets.within(currentOrganisation(visit));
