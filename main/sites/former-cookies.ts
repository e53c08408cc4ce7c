import type { Clock } from '../errors/clock.ts';
import { toDrawbridgeError } from '../errors/drawbridge-error.ts';
import { RestClient } from '../jumpserver/rest-client.ts';
import type { SiteUser } from './site-model.ts';
import type { SiteTransport } from './site-transport.ts';
import type { StoredCookie } from './stored-cookie.ts';

interface FormerCookie {
  readonly name: string;
  readonly value: string;
  readonly domain: string | null;
  readonly path: string;
  /** Seconds since the epoch. */
  readonly expiresAt: number | null;
}

/**
 * Cookies that another program kept of a site, as its jar takes them: only the site's own, and none that is over. That
 * program did not keep whether a cookie is secure or hidden from scripts; the site says it anew with its next answer.
 */
export function asSiteCookies(cookies: readonly FormerCookie[], origin: string, now: number): readonly StoredCookie[] {
  const { protocol, hostname } = new URL(origin);
  return cookies
    .filter(({ domain, expiresAt }) => reaches(domain, hostname) && (expiresAt === null || expiresAt * 1000 > now))
    .map(({ name, value, domain, path, expiresAt }) => ({
      ...{ name, value, path },
      domain: domain ?? '',
      hostOnly: isHost(domain, hostname),
      secure: protocol === 'https:',
      httpOnly: name.endsWith('sessionid'),
      sameSite: 'unspecified',
      ...(expiresAt === null ? {} : { expiresAt }),
    }));
}

/** Without the cookie of the session the others sign nobody in. */
export const holdsSession = (cookies: readonly Pick<FormerCookie, 'name'>[]): boolean =>
  cookies.some(({ name }) => name.endsWith('sessionid'));

/** Whom the site takes these cookies for, asked in an empty jar; null where it knows nobody by them. */
export async function userOfCookies(
  site: { readonly baseUrl: string; readonly transport: SiteTransport; readonly clock: Clock },
  cookies: readonly StoredCookie[],
): Promise<SiteUser | null> {
  const { baseUrl, transport, clock } = site;
  await transport.importCookies(cookies);
  const rest = new RestClient({ baseUrl, transport, clock, organisation: () => '', onAnswer() {} });
  try {
    const { id, username, name } = await rest.profile();
    return { id, username, name };
  } catch (error) {
    if (toDrawbridgeError(error).code === 'sign-in-required') return null;
    throw error;
  }
}

/** Cookie jars of Python write `localhost.local` for a host without a dot. */
const plain = (domain: string): string =>
  domain
    .toLowerCase()
    .replace(/^\./, '')
    .replace(/^localhost\.local$/, 'localhost');

const isHost = (domain: string | null, host: string): boolean =>
  domain === null || domain === '' || (plain(domain) === host && !domain.startsWith('.'));

const reaches = (domain: string | null, host: string): boolean =>
  isHost(domain, host) ||
  (domain !== null && (plain(domain) === host || (plain(domain).includes('.') && host.endsWith(`.${plain(domain)}`))));
