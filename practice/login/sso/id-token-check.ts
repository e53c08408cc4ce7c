import { createPublicKey, createVerify } from 'node:crypto';
import { z } from 'zod';

const head = z.object({ alg: z.literal('RS256'), kid: z.string() });
const keySet = z.object({
  keys: z.array(z.object({ kty: z.literal('RSA'), kid: z.string(), n: z.string(), e: z.string() })),
});
const claims = z.object({ iss: z.string(), aud: z.string(), sub: z.string(), nonce: z.string(), exp: z.number() });

/** The claims of an id token, if one of the provider's keys has signed it. */
export function tokenClaims(token: string, jwks: string): z.infer<typeof claims> | undefined {
  const [headText = '', bodyText = '', signature = ''] = token.split('.');
  const { kid } = head.parse(json(headText));
  const key = keySet.parse(JSON.parse(jwks)).keys.find((one) => one.kid === kid);
  if (key === undefined) return undefined;
  const publicKey = createPublicKey({ key: { kty: key.kty, n: key.n, e: key.e }, format: 'jwk' });
  const isSigned = createVerify('sha256').update(`${headText}.${bodyText}`).verify(publicKey, signature, 'base64url');
  return isSigned ? claims.parse(json(bodyText)) : undefined;
}

function json(part: string): unknown {
  return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
}
