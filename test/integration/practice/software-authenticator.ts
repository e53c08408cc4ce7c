import { createHash, createPrivateKey, createSign } from 'node:crypto';

/** What the practice site hands out for an authenticator; all base64url. */
interface Credential {
  credentialId: string;
  privateKey: string;
}

interface Request {
  challenge: string;
  rpId: string;
}

/** Signs a WebAuthn assertion as an authenticator with that credential would. `changes` makes a dishonest one. */
export function assertionBy(
  credential: Credential,
  request: Request,
  page: { origin: string; count: number },
  changes: { origin?: string; rpId?: string; flags?: number; type?: string } = {},
): { id: string; type: string; response: Record<string, string> } {
  const clientData = Buffer.from(
    JSON.stringify({
      type: changes.type ?? 'webauthn.get',
      challenge: request.challenge,
      origin: changes.origin ?? page.origin,
      crossOrigin: false,
    }),
  );
  const data = Buffer.alloc(37);
  sha256(changes.rpId ?? request.rpId).copy(data);
  data.writeUInt8(changes.flags ?? 0x05, 32);
  data.writeUInt32BE(page.count, 33);
  const key = createPrivateKey({ key: Buffer.from(credential.privateKey, 'base64url'), format: 'der', type: 'pkcs8' });
  const signature = createSign('sha256')
    .update(Buffer.concat([data, sha256(clientData)]))
    .sign(key);
  return {
    id: credential.credentialId,
    type: 'public-key',
    response: {
      clientDataJSON: clientData.toString('base64url'),
      authenticatorData: data.toString('base64url'),
      signature: signature.toString('base64url'),
    },
  };
}

function sha256(data: string | Buffer): Buffer {
  return createHash('sha256').update(data).digest();
}
