import { createHash, createPublicKey, createVerify } from 'node:crypto';

export interface SamlPerson {
  username: string;
  inResponseTo: string;
}

/**
 * The person in a signed answer; undefined when anything is missing or wrong. The practice provider writes its XML in
 * canonical form, so the digest is taken of the assertion's text without the signature in it.
 */
export function samlPerson(xml: string, expected: { metadata: string; audience: string }): SamlPerson | undefined {
  const assertion = /<saml:Assertion .*<\/saml:Assertion>/s.exec(xml)?.[0];
  const signature = /<ds:Signature .*<\/ds:Signature>/s.exec(assertion ?? '')?.[0];
  if (assertion === undefined || signature === undefined || !xml.includes('status:Success"')) return undefined;
  const info = /<ds:SignedInfo .*<\/ds:SignedInfo>/s.exec(signature)?.[0] ?? '';
  const digest = createHash('sha256').update(assertion.replace(signature, '')).digest('base64');
  if (textOf(info, 'ds:DigestValue') !== digest) return undefined;
  const key = createPublicKey({
    key: {
      kty: 'RSA',
      n: urlSafe(textOf(expected.metadata, 'ds:Modulus')),
      e: urlSafe(textOf(expected.metadata, 'ds:Exponent')),
    },
    format: 'jwk',
  });
  if (!createVerify('sha256').update(info).verify(key, textOf(signature, 'ds:SignatureValue'), 'base64'))
    return undefined;
  const until = Date.parse(/<saml:Conditions NotOnOrAfter="([^"]+)"/.exec(assertion)?.[1] ?? '');
  if (!(until > Date.now()) || textOf(assertion, 'saml:Audience') !== expected.audience) return undefined;
  const inResponseTo = /<saml:SubjectConfirmationData InResponseTo="([^"]+)"/.exec(assertion)?.[1];
  const username = textOf(assertion, 'saml:NameID');
  return inResponseTo === undefined || username === '' ? undefined : { username, inResponseTo };
}

function textOf(xml: string, element: string): string {
  return new RegExp(`<${element}>([^<]*)</${element}>`).exec(xml)?.[1] ?? '';
}

function urlSafe(base64: string): string {
  return Buffer.from(base64, 'base64').toString('base64url');
}
