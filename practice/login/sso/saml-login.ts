import { deflateRawSync } from 'node:zlib';
import { type Reply, redirect } from '../../http/reply.ts';
import type { Visit } from '../../http/visit.ts';
import { backChannel } from './back-channel.ts';
import { samlPerson } from './saml-response.ts';
import { thirdPartyFailed, thirdPartyIn } from './third-party.ts';

/** The request goes by redirect; its id is the state that has to come back. */
export function beginSaml(visit: Visit): Reply {
  const next = visit.request.query.get('next') ?? visit.session?.next;
  const { state } = visit.site.login.ssoStates.begin('saml2', next);
  const consumer = `${visit.baseUrl}/core/auth/saml2/callback/`;
  const xml = `<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_${state}" Version="2.0" IssueInstant="${new Date().toISOString()}" AssertionConsumerServiceURL="${consumer}"><saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">${visit.baseUrl}</saml:Issuer></samlp:AuthnRequest>`;
  const query = new URLSearchParams({ SAMLRequest: deflateRawSync(xml).toString('base64'), RelayState: next ?? '/' });
  return redirect(`${visit.site.idp.url}/saml/sso/?${query}`);
}

/** The answer is posted by a form from the provider's page: no cookie, no CSRF token, only the signature counts. */
export async function returnFromSaml(visit: Visit): Promise<Reply> {
  const fields = new URLSearchParams(visit.request.body);
  const xml = Buffer.from(fields.get('SAMLResponse') ?? '', 'base64').toString('utf8');
  const metadata = await backChannel(visit.site, '/saml/metadata/');
  const found = samlPerson(xml, { metadata: metadata.body, audience: visit.baseUrl });
  const pending = visit.site.login.ssoStates.take(found?.inResponseTo.replace(/^_/, '') ?? '', 'saml2');
  if (found === undefined || pending === undefined) return thirdPartyFailed(visit);
  return thirdPartyIn(visit, 'saml2', found.username, fields.get('RelayState') ?? pending.next);
}
