import { DrawbridgeError } from '../../main/errors/drawbridge-error.ts';
import type { RestRequest, RestResponse, SiteCookie } from '../../main/jumpserver/rest-transport.ts';
import { openSiteSocket } from '../../main/koko/site-socket.ts';
import type { SiteSocket, SocketRequest } from '../../main/koko/socket-transport.ts';
import type { SiteTransport } from '../../main/sites/site-transport.ts';
import type { StoredCookie } from '../../main/sites/stored-cookie.ts';

interface Cookie {
  readonly name: string;
  readonly value: string;
  /** Milliseconds since the epoch; undefined for a browser-session cookie. */
  readonly expires: number | undefined;
}

/** A site over plain Node, for tests only: one origin, one jar without paths, redirects come back as they are. */
export class NodeSiteTransport implements SiteTransport {
  readonly #jar = new Map<string, Cookie>();
  readonly #listeners = new Set<(change: { readonly session: boolean }) => void>();

  async fetch(request: RestRequest): Promise<RestResponse> {
    const cookie = request.withoutCookies ? '' : await this.cookieHeader(request.url);
    const response = await fetch(request.url, {
      method: request.method,
      headers: { ...request.headers, ...(cookie ? { cookie } : {}) },
      redirect: 'manual',
      ...(request.body === undefined ? {} : { body: request.body }),
      ...(request.signal ? { signal: request.signal } : {}),
    }).catch((error: unknown) => {
      throw request.signal?.aborted ? request.signal.reason : unreachable(request.url, error);
    });
    if (!request.withoutCookies) this.#keep(response.headers.getSetCookie());
    const headers: Record<string, string> = {};
    for (const [name, value] of response.headers) headers[name] = value;
    headers['set-cookie'] = response.headers.getSetCookie().join(', ');
    const body = Buffer.from(await response.arrayBuffer()).toString(request.encoding ?? 'utf8');
    return { status: response.status, headers, body };
  }

  async connectSocket(request: SocketRequest): Promise<SiteSocket> {
    return openSiteSocket({ ...request, headers: { cookie: await this.cookieHeader(request.url) } });
  }

  async cookies(_url: string): Promise<readonly SiteCookie[]> {
    const now = Date.now();
    return [...this.#jar.values()]
      .filter(({ expires }) => expires === undefined || expires > now)
      .map(({ name, value, expires }) => ({
        name,
        value,
        ...(expires === undefined ? {} : { expiresAt: Math.round(expires / 1000) }),
      }));
  }

  async cookieHeader(url: string): Promise<string> {
    return (await this.cookies(url)).map(({ name, value }) => `${name}=${value}`).join('; ');
  }

  /** The value of the first cookie whose name ends so: deployments prefix them (protocol §1.3). */
  async cookieEndingIn(suffix: string): Promise<string> {
    return (await this.cookies('')).find(({ name }) => name.endsWith(suffix))?.value ?? '';
  }

  onCookiesChanged(listener: (change: { readonly session: boolean }) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async exportCookies(): Promise<readonly StoredCookie[]> {
    return (await this.cookies('')).map((cookie) => ({
      ...cookie,
      domain: '',
      hostOnly: true,
      path: '/',
      secure: false,
      httpOnly: cookie.name.endsWith('sessionid'),
      sameSite: 'lax',
    }));
  }

  async importCookies(cookies: readonly StoredCookie[]): Promise<void> {
    for (const { name, value, expiresAt } of cookies) {
      this.#jar.set(name, { name, value, expires: expiresAt === undefined ? undefined : expiresAt * 1000 });
    }
    this.#changed();
  }

  async clear(): Promise<void> {
    this.#jar.clear();
    this.#changed();
  }

  async dispose(): Promise<void> {
    this.#listeners.clear();
  }

  #keep(lines: readonly string[]): void {
    for (const line of lines) {
      const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
      const at = pair.indexOf('=');
      const name = pair.slice(0, at);
      const maxAge = attributes.find((one) => /^max-age=/i.test(one))?.slice(8);
      const expiresAt = attributes.find((one) => /^expires=/i.test(one))?.slice(8);
      const expires =
        maxAge !== undefined ? Date.now() + Number(maxAge) * 1000 : expiresAt ? Date.parse(expiresAt) : undefined;
      if (expires !== undefined && expires <= Date.now()) this.#jar.delete(name);
      else this.#jar.set(name, { name, value: pair.slice(at + 1), expires });
    }
    if (lines.length > 0) this.#changed();
  }

  #changed(): void {
    const session = [...this.#jar.keys()].some((name) => name.endsWith('sessionid'));
    for (const listener of this.#listeners) listener({ session });
  }
}

function unreachable(url: string, cause: unknown): DrawbridgeError {
  return new DrawbridgeError({
    code: 'site-unreachable',
    message: `${new URL(url).host} cannot be reached.`,
    nextStep: 'Check the network, the VPN and the address; Drawbridge tries again by itself.',
    actor: 'person',
    cause,
  });
}
