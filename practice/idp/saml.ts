import { createHash, createPublicKey, createSign, randomUUID } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import { escapeHtml } from '../http/html.ts';
import { html, type Reply, redirect } from '../http/reply.ts';
import type { SiteKeyPair } from '../login/key-pair.ts';
import type { PracticeUser } from '../users.ts';
import type { IdentityProvider } from './identity-provider.ts';
import { autoPost, interactionUrl } from './idp-pages.ts';
import type { IdpRoute } from './idp-route.ts';

const C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const DSIG = 'http://www.w3.org/2000/09/xmldsig#';
const ASSERTION = 'urn:oasis:names:tc:SAML:2.0:assertion';
const PROTOCOL = 'urn:oasis:names:tc:SAML:2.0:protocol';
const LIFE_MS = 300_000;
/** A practice request is well below a kilobyte. */
const MAX_REQUEST_BYTES = 64 * 1024;

/** SAML2: the request comes by redirect, the signed answer goes by a form that a script posts. */
export function samlRoutes(idp: IdentityProvider): IdpRoute[] {
  return [
    { method: 'GET', path: '/saml/sso/', run: async ({ query }) => ({ reply: await signIn(idp, query) }) },
    { method: 'GET', path: '/saml/metadata/', run: async () => ({ reply: await metadata(idp) }) },
  ];
}

async function signIn(idp: IdentityProvider, query: URLSearchParams): Promise<Reply> {
  const packed = Buffer.from(query.get('SAMLRequest') ?? '', 'base64');
  const request = inflateRawSync(packed, { maxOutputLength: MAX_REQUEST_BYTES }).toString('utf8');
  const id = attribute(request, 'ID');
  const consumer = attribute(request, 'AssertionConsumerServiceURL');
  const audience = /<saml:Issuer[^>]*>([^<]+)</.exec(request)?.[1];
  if (id === undefined || audience === undefined || consumer === undefined || !URL.canParse(consumer)) {
    return html(400, '<h1>This is no SAML request</h1>');
  }
  const keys = await idp.keyPair();
  const answer = (user: PracticeUser | undefined): Reply => {
    const xml = samlResponse({ user, requestId: id, consumer, audience, issuer: idp.url }, keys);
    return autoPost(consumer, {
      SAMLResponse: Buffer.from(xml).toString('base64'),
      RelayState: query.get('RelayState') ?? '',
    });
  };
  const interaction = idp.interactions.begin({
    service: new URL(consumer).host,
    hopsLeft: idp.settings.hops,
    finish: answer,
    refuse: () => answer(undefined),
  });
  return redirect(interactionUrl(interaction));
}

interface ResponseFacts {
  /** Absent when the person refused. */
  user: PracticeUser | undefined;
  requestId: string;
  consumer: string;
  audience: string;
  issuer: string;
}

function samlResponse(facts: ResponseFacts, keys: SiteKeyPair): string {
  const status = facts.user === undefined ? 'Responder' : 'Success';
  const signed = facts.user === undefined ? '' : signedAssertion({ ...facts, user: facts.user }, keys);
  const at = new Date().toISOString();
  return `<samlp:Response xmlns:samlp="${PROTOCOL}" Destination="${escapeHtml(facts.consumer)}" ID="_${randomUUID()}" InResponseTo="${escapeHtml(facts.requestId)}" IssueInstant="${at}" Version="2.0"><saml:Issuer xmlns:saml="${ASSERTION}">${facts.issuer}</saml:Issuer><samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:${status}"></samlp:StatusCode></samlp:Status>${signed}</samlp:Response>`;
}

/** Written in exclusive canonical form from the start (attributes sorted, no empty-element tags), so that the digest is of the text itself. */
function signedAssertion(facts: ResponseFacts & { user: PracticeUser }, { privateKey }: SiteKeyPair): string {
  const { user } = facts;
  const id = `_${randomUUID()}`;
  const at = new Date().toISOString();
  const until = new Date(Date.now() + LIFE_MS).toISOString();
  const head = `<saml:Assertion xmlns:saml="${ASSERTION}" ID="${id}" IssueInstant="${at}" Version="2.0"><saml:Issuer>${facts.issuer}</saml:Issuer>`;
  const rest = `<saml:Subject><saml:NameID>${escapeHtml(user.username)}</saml:NameID><saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData InResponseTo="${escapeHtml(facts.requestId)}" NotOnOrAfter="${until}" Recipient="${escapeHtml(facts.consumer)}"></saml:SubjectConfirmationData></saml:SubjectConfirmation></saml:Subject><saml:Conditions NotOnOrAfter="${until}"><saml:AudienceRestriction><saml:Audience>${escapeHtml(facts.audience)}</saml:Audience></saml:AudienceRestriction></saml:Conditions><saml:AttributeStatement><saml:Attribute Name="username"><saml:AttributeValue>${escapeHtml(user.username)}</saml:AttributeValue></saml:Attribute><saml:Attribute Name="email"><saml:AttributeValue>${escapeHtml(user.email)}</saml:AttributeValue></saml:Attribute></saml:AttributeStatement></saml:Assertion>`;
  const digest = createHash('sha256')
    .update(head + rest)
    .digest('base64');
  const info = `<ds:SignedInfo xmlns:ds="${DSIG}"><ds:CanonicalizationMethod Algorithm="${C14N}"></ds:CanonicalizationMethod><ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"></ds:SignatureMethod><ds:Reference URI="#${id}"><ds:Transforms><ds:Transform Algorithm="${DSIG}enveloped-signature"></ds:Transform><ds:Transform Algorithm="${C14N}"></ds:Transform></ds:Transforms><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"></ds:DigestMethod><ds:DigestValue>${digest}</ds:DigestValue></ds:Reference></ds:SignedInfo>`;
  const value = createSign('sha256').update(info).sign(privateKey, 'base64');
  return `${head}<ds:Signature xmlns:ds="${DSIG}">${info}<ds:SignatureValue>${value}</ds:SignatureValue></ds:Signature>${rest}`;
}

/** Who we are and with which key we sign. */
async function metadata(idp: IdentityProvider): Promise<Reply> {
  const { privateKey } = await idp.keyPair();
  const { n = '', e = '' } = createPublicKey(privateKey).export({ format: 'jwk' });
  const standard = (text: string) => Buffer.from(text, 'base64url').toString('base64');
  const key = `<ds:KeyInfo xmlns:ds="${DSIG}"><ds:KeyValue><ds:RSAKeyValue><ds:Modulus>${standard(n)}</ds:Modulus><ds:Exponent>${standard(e)}</ds:Exponent></ds:RSAKeyValue></ds:KeyValue></ds:KeyInfo>`;
  return {
    status: 200,
    headers: { 'Content-Type': 'application/samlmetadata+xml' },
    body: `<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${idp.url}"><md:IDPSSODescriptor protocolSupportEnumeration="${PROTOCOL}"><md:KeyDescriptor use="signing">${key}</md:KeyDescriptor><md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="${idp.url}/saml/sso/"></md:SingleSignOnService></md:IDPSSODescriptor></md:EntityDescriptor>`,
  };
}

function attribute(xml: string, name: string): string | undefined {
  return new RegExp(`\\s${name}="([^"]+)"`).exec(xml)?.[1];
}
