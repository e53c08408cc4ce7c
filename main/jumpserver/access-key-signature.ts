import { createHmac } from 'node:crypto';

/** The pair that signs REST requests; the secret is opaque text of any shape (jumpserver-live §4.3). */
export interface AccessKeyPair {
  readonly id: string;
  readonly secret: string;
}

/**
 * The headers that make a request the key's user's (protocol §4.3): HMAC-SHA256 over target and date, and over nothing
 * else, because the server can verify nothing else. `target` is path and query exactly as they are sent.
 */
export function signatureHeaders(
  { id, secret }: AccessKeyPair,
  request: { readonly method: string; readonly target: string; readonly at: number },
): { readonly Date: string; readonly Authorization: string } {
  const date = new Date(request.at).toUTCString();
  const text = `(request-target): ${request.method.toLowerCase()} ${request.target}\ndate: ${date}`;
  const signature = createHmac('sha256', secret).update(text).digest('base64');
  return {
    Date: date,
    Authorization: `Signature keyId="${id}",algorithm="hmac-sha256",headers="(request-target) date",signature="${signature}"`,
  };
}
