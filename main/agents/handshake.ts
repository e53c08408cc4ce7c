import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Hello, hello, proofText, WIRE_VERSION } from '../../mcp-bridge/wire.ts';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';

/** base64url of the proof that one side knows the token, over both sides' nonces (wire.ts). */
export function proof(token: Buffer, side: 'bridge' | 'app', appNonce: string, bridgeNonce: string): string {
  return createHmac('sha256', token)
    .update(proofText(side, appNonce, bridgeNonce))
    .digest('base64url');
}

/** The hello in a first line. Throws `protocol-error`: malformed, another version, or no proof of the token. */
export function decideHello(line: string, token: Buffer, appNonce: string): Hello {
  const value = parseJson(line);
  if (isOtherVersion(value)) {
    throw refused(
      `This app speaks version ${WIRE_VERSION} of the local protocol, the bridge another one.`,
      'Point the MCP host at the bridge that comes with this Drawbridge.',
    );
  }
  const parsed = hello.safeParse(value);
  if (!parsed.success) throw refused('The first frame was not a hello.', 'Use the drawbridge executable.');
  const expected = Buffer.from(proof(token, 'bridge', appNonce, parsed.data.nonce), 'base64url');
  const given = Buffer.from(parsed.data.proof, 'base64url');
  if (given.length !== expected.length || !timingSafeEqual(given, expected))
    throw refused('The hello does not prove the token of this app.', 'Read endpoint.json again and reconnect.');
  return parsed.data;
}

function isOtherVersion(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'wire' in value && value.wire !== WIRE_VERSION;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const refused = (message: string, nextStep: string) =>
  new DrawbridgeError({ code: 'protocol-error', message, nextStep, actor: 'agent' });
