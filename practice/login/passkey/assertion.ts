import { createHash, createVerify } from 'node:crypto';
import { z } from 'zod';
import type { Passkey } from './passkeys.ts';

/** What `navigator.credentials.get` answers, with its buffers in base64url. */
export const assertion = z.object({
  id: z.string(),
  response: z.object({
    clientDataJSON: z.string(),
    authenticatorData: z.string(),
    signature: z.string(),
  }),
});
export type Assertion = z.infer<typeof assertion>;

const clientData = z.object({ type: z.literal('webauthn.get'), challenge: z.string(), origin: z.string() });

const HASH_BYTES = 32;
const HEAD_BYTES = HASH_BYTES + 5;
const USER_PRESENT = 0x01;

export interface Expected {
  challenge: string;
  origin: string;
  rpId: string;
}

/** Why an assertion is not taken (WebAuthn level 2, section 7.2); undefined when it is, and the counter has moved. */
export function assertionFault(given: Assertion, passkey: Passkey, expected: Expected): string | undefined {
  const client = Buffer.from(given.response.clientDataJSON, 'base64url');
  const said = clientData.safeParse(parsed(client.toString('utf8'))).data;
  if (said === undefined) return 'no client data of an assertion';
  if (said.challenge !== expected.challenge) return 'another challenge';
  if (said.origin !== expected.origin) return 'another origin';
  const data = Buffer.from(given.response.authenticatorData, 'base64url');
  if (data.length < HEAD_BYTES) return 'no authenticator data';
  if (!data.subarray(0, HASH_BYTES).equals(sha256(expected.rpId))) return 'another relying party';
  if ((data.readUInt8(HASH_BYTES) & USER_PRESENT) === 0) return 'nobody was present';
  const signed = Buffer.concat([data, sha256(client)]);
  const signature = Buffer.from(given.response.signature, 'base64url');
  if (!createVerify('sha256').update(signed).verify(passkey.publicKey, signature)) return 'a bad signature';
  const count = data.readUInt32BE(HASH_BYTES + 1);
  if (count !== 0 && count <= passkey.signCount) return 'a counter that went back';
  passkey.signCount = count;
  return undefined;
}

function sha256(data: string | Buffer): Buffer {
  return createHash('sha256').update(data).digest();
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
