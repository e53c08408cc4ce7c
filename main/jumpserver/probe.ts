import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import { isLoopback, isPracticeSite } from './practice-identity.ts';
import { isJson } from './rest-errors.ts';
import { publicSettingsShape } from './rest-shapes.ts';
import type { RestTransport } from './rest-transport.ts';

export interface ProbedSite {
  /** Origin without a trailing slash. */
  readonly baseUrl: string;
  /** The site's own title, else its host. */
  readonly name: string;
  /** It says that it is a practice site, and it is on this computer. */
  readonly practice: boolean;
}

const PROBE_MS = 15_000;

/** What a person types as an origin: scheme added, path cut. Throws `bad-argument` or `insecure-url`. */
export function siteOrigin(typed: string): string {
  const text = typed.trim();
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  if (!URL.canParse(withScheme) || !new URL(withScheme).hostname)
    throw new DrawbridgeError({
      code: 'bad-argument',
      message: `"${text.slice(0, 200)}" is not an address.`,
      nextStep: 'Enter the address of the JumpServer login page, such as https://jump.example.com.',
      actor: 'person',
    });
  const url = new URL(withScheme);
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))) return url.origin;
  throw new DrawbridgeError({
    code: 'insecure-url',
    message: `${url.protocol}//${url.host} is not encrypted; cookies and passwords could be read on the way.`,
    nextStep: 'Use the https address of the site.',
    actor: 'person',
  });
}

/** Is there a JumpServer? Asked of a page that needs no login (protocol §5.2). */
export async function probeSite(typed: string, transportFor: (baseUrl: string) => RestTransport): Promise<ProbedSite> {
  const baseUrl = siteOrigin(typed);
  const { host } = new URL(baseUrl);
  const transport = transportFor(baseUrl);
  const response = await transport
    .fetch({
      method: 'GET',
      url: `${baseUrl}/api/v1/settings/public/open/`,
      headers: { Accept: 'application/json' },
      signal: AbortSignal.timeout(PROBE_MS),
    })
    .catch((error: unknown) => {
      if (error instanceof DrawbridgeError) throw error;
      throw new DrawbridgeError({
        code: 'site-unreachable',
        message: `${host} did not answer within ${PROBE_MS / 1000} s.`,
        nextStep: 'Check the address, the network and the VPN.',
        actor: 'person',
        cause: error,
      });
    });
  const settings =
    response.status === 200 && isJson(response) ? publicSettingsShape.safeParse(parseJson(response.body)) : undefined;
  const known = settings?.success && ('INTERFACE' in settings.data || 'XPACK_ENABLED' in settings.data);
  if (!known) throw notJumpServer(host, response.status);
  const practice = await isPracticeSite(baseUrl, transport);
  return { baseUrl, name: settings.data.INTERFACE?.login_title?.trim() || host, practice };
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined; // said to be JSON and is not: not a JumpServer
  }
}

function notJumpServer(host: string, status: number): DrawbridgeError {
  return status >= 500
    ? new DrawbridgeError({
        code: 'site-error',
        message: `${host} answers ${status}: JumpServer or the proxy before it is in trouble.`,
        nextStep: 'Try again in a minute; if it lasts, tell the JumpServer administrator.',
        actor: 'admin',
      })
    : new DrawbridgeError({
        code: 'not-a-jumpserver',
        message: `${host} answers, but it is not a JumpServer.`,
        nextStep: 'Check the address: it is the one you use to sign in to JumpServer in a browser.',
        actor: 'person',
      });
}
