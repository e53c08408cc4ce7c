import { randomUUID } from 'node:crypto';
import { type Cookie, net, type Session, session, webContents } from 'electron';
import type { SiteRoute } from '../doctor/site-route.ts';
import type { RestRequest, RestResponse, SiteCookie } from '../jumpserver/rest-transport.ts';
import { openSiteSocket } from '../koko/site-socket.ts';
import type { SiteSocket, SocketRequest } from '../koko/socket-transport.ts';
import type { SiteTransport } from '../sites/site-transport.ts';
import type { StoredCookie } from '../sites/stored-cookie.ts';
import { CertificateTrust, type CertificateTrustPorts } from './certificate-trust.ts';
import { denyByDefault } from './harden-session.ts';
import { networkError } from './network-error.ts';
import { OwnCookies } from './own-cookies.ts';
import { type ProxyCredentials, proxyName } from './proxy-logins.ts';
import { electronSiteRoute } from './site-route.ts';
import { openTunnel, type RoutePorts } from './tunnel.ts';

/** A REST answer larger than this is not one (lists are paged). */
const MAX_BODY_BYTES = 32 * 1024 * 1024;

type ProxyLogin = (proxy: string, realm: string, refused: ProxyCredentials | null) => Promise<ProxyCredentials | null>;

export interface ElectronSiteTransportPorts {
  readonly id: string;
  readonly baseUrl: string;
  readonly certificates: Pick<CertificateTrustPorts, 'accepted' | 'ask'>;
  readonly proxyLogin: ProxyLogin;
}

/** One site over Chromium's network stack, in an in-memory partition of its own. */
export class ElectronSiteTransport implements SiteTransport {
  readonly #ports: ElectronSiteTransportPorts;
  readonly #origin: string;
  readonly #trust: CertificateTrust;
  readonly #ownCookies: OwnCookies;
  readonly #listeners = new Set<(change: { readonly session: boolean }) => void>();
  #session: Session;

  constructor(ports: ElectronSiteTransportPorts) {
    const { baseUrl, certificates } = ports;
    this.#ports = ports;
    this.#origin = new URL(baseUrl).origin;
    this.#ownCookies = new OwnCookies(this.#origin);
    this.#trust = new CertificateTrust({
      host: new URL(baseUrl).hostname,
      accepted: certificates.accepted,
      ask: certificates.ask,
      onLateYes: () => void this.renew(),
    });
    this.#session = this.#newPartition();
  }

  /** The partition of now; another one after the person's trust changed. */
  get session(): Session {
    return this.#session;
  }

  /** For doctor: how requests get to the site. */
  get route(): SiteRoute {
    return electronSiteRoute(this.#routePorts(), this.#origin);
  }

  /** The person tries again: whatever was refused before may be asked about anew. */
  async askAgain(): Promise<void> {
    if (this.#trust.askAgain()) await this.renew();
  }

  /** The person took a certificate back. */
  async forgetCertificate(host: string): Promise<void> {
    this.#trust.forget(host);
    await this.renew();
  }

  /** A new partition with the same cookies, because Chromium keeps its verdicts for the life of one. */
  async renew(): Promise<void> {
    const cookies = await this.exportCookies();
    const old = this.#session;
    old.cookies.off('changed', this.#onChanged);
    this.#session = this.#newPartition();
    await this.importCookies(cookies);
    await old.closeAllConnections();
    await old.clearStorageData();
  }

  /** No `persist:` prefix, so nothing reaches the disk; a fresh name, because Chromium caches certificate verdicts per partition. */
  #newPartition(): Session {
    const partition = session.fromPartition(`site-${this.#ports.id}-${randomUUID()}`, { cache: false });
    this.#trust.watch(partition);
    this.#ownCookies.watch(partition);
    denyByDefault(partition);
    partition.cookies.on('changed', this.#onChanged);
    return partition;
  }

  async fetch(request: RestRequest): Promise<RestResponse> {
    if (this.#ownCookies.foreign.length > 0) await this.#dropForeign();
    return requestOnce(this.session, request, this.#ports.proxyLogin);
  }

  async cookies(url: string): Promise<readonly SiteCookie[]> {
    const cookies = await this.#ownAt(url);
    return cookies.map(({ name, value, expirationDate }) => ({
      name,
      value,
      ...(expirationDate === undefined ? {} : { expiresAt: expirationDate }),
    }));
  }

  async cookieHeader(url: string): Promise<string> {
    const cookies = await this.#ownAt(url.replace(/^ws/, 'http'));
    return cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  }

  onCookiesChanged(listener: (change: { readonly session: boolean }) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async exportCookies(): Promise<readonly StoredCookie[]> {
    const cookies = await this.#ownAt(this.#origin);
    return cookies.map((cookie) => ({
      name: cookie.name,
      value: cookie.value,
      domain: cookie.domain ?? '',
      hostOnly: cookie.hostOnly ?? true,
      path: cookie.path ?? '/',
      secure: cookie.secure ?? false,
      httpOnly: cookie.httpOnly ?? false,
      sameSite: cookie.sameSite,
      ...(cookie.expirationDate === undefined ? {} : { expiresAt: cookie.expirationDate }),
    }));
  }

  async importCookies(cookies: readonly StoredCookie[]): Promise<void> {
    this.#ownCookies.own(cookies.map(({ name }) => name));
    for (const cookie of cookies)
      await this.session.cookies.set({
        url: this.#origin,
        name: cookie.name,
        value: cookie.value,
        path: cookie.path,
        secure: cookie.secure,
        httpOnly: cookie.httpOnly,
        sameSite: cookie.sameSite,
        // A domain on a host-only cookie would make a second one beside the server's (sign-in-window §4).
        ...(cookie.hostOnly ? {} : { domain: cookie.domain }),
        ...(cookie.expiresAt === undefined ? {} : { expirationDate: cookie.expiresAt }),
      });
  }

  async connectSocket(request: SocketRequest): Promise<SiteSocket> {
    const carrier = await openTunnel(this.#routePorts(), request.url);
    if (request.signal?.aborted) {
      carrier.destroy();
      throw request.signal.reason;
    }
    return openSiteSocket({
      url: request.url,
      protocols: request.protocols,
      headers: {
        Cookie: await this.cookieHeader(request.url),
        'User-Agent': this.session.getUserAgent(),
        Origin: this.#origin,
      },
      ...(request.signal ? { signal: request.signal } : {}),
      createConnection: () => carrier,
    });
  }

  async clear(): Promise<void> {
    await this.session.clearStorageData();
    await this.session.clearCache();
  }

  async dispose(): Promise<void> {
    this.session.cookies.off('changed', this.#onChanged);
    this.#listeners.clear();
    await this.session.closeAllConnections();
    await this.clear();
  }

  readonly #onChanged = (_event: unknown, cookie: Cookie, cause: string, removed: boolean): void => {
    // Every refresh is an `overwrite` pair; only the others mean that something came or went (sign-in-window §2).
    if (cause === 'overwrite' && removed) return;
    const isSession = cookie.name.endsWith('sessionid');
    for (const listener of this.#listeners) listener({ session: !(isSession && removed) });
  };

  /** Without what others on the same host left in the jar. */
  async #ownAt(url: string): Promise<Cookie[]> {
    const cookies = await this.session.cookies.get({ url });
    return cookies.filter(({ name }) => !this.#ownCookies.isForeign(name));
  }

  /** Our own requests are not seen by `webRequest`, so the jar is tidied once no page needs what others left in it. */
  async #dropForeign(): Promise<void> {
    if (webContents.getAllWebContents().some((page) => page.session === this.session)) return;
    for (const name of this.#ownCookies.foreign) {
      await this.session.cookies.remove(this.#origin, name);
      this.#ownCookies.forget(name);
    }
  }

  #routePorts(): RoutePorts {
    return {
      session: this.session,
      trust: this.#trust,
      askChromium: () => this.#askChromium(),
      proxyLogin: this.#ports.proxyLogin,
    };
  }

  /** A throw-away partition has no cached verdict: it makes Chromium look at the certificate anew. */
  async #askChromium(): Promise<void> {
    const probe = session.fromPartition(`probe-${randomUUID()}`, { cache: false });
    this.#trust.watch(probe);
    const request = { method: 'GET', url: `${this.#origin}/api/health/` } as const;
    await requestOnce(probe, request, this.#ports.proxyLogin).catch((error: unknown) => {
      // The verdict has been recorded either way; what the request itself met is for the caller's own connection to say.
      if (!(error instanceof Error)) throw error;
    });
    await probe.closeAllConnections();
  }
}

/** One request without following redirects. Rejects with DrawbridgeError or the signal's reason. */
function requestOnce(from: Session, request: RestRequest, proxyLogin: ProxyLogin): Promise<RestResponse> {
  return new Promise((resolve, reject) => {
    const { signal } = request;
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const { host } = new URL(request.url);
    const outgoing = net.request({
      method: request.method,
      url: request.url,
      session: from,
      credentials: request.withoutCookies ? 'omit' : 'include',
      redirect: 'manual',
      cache: 'no-store',
    });
    for (const [name, value] of Object.entries(request.headers ?? {})) outgoing.setHeader(name, value);
    const onAbort = () => {
      reject(signal?.reason);
      outgoing.abort();
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    const settle = (action: () => void) => {
      signal?.removeEventListener('abort', onAbort);
      action();
    };
    let refused: ProxyCredentials | null = null;
    outgoing.on('login', (info, answer) => {
      // A site's own question is not ours to answer: nothing of the person's goes there by itself.
      if (!info.isProxy) return answer();
      proxyLogin(proxyName(info), info.realm, refused).then(
        (given) => {
          refused = given;
          answer(given?.username, given?.password);
        },
        () => answer(),
      );
    });
    outgoing.on('redirect', (status, _method, location, headers) => {
      settle(() => resolve({ status, headers: { ...flat(headers), location }, body: '' }));
      outgoing.abort();
    });
    outgoing.on('error', (error) => settle(() => reject(networkError(host, error))));
    outgoing.on('response', (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk) => {
        size += chunk.length;
        if (size > MAX_BODY_BYTES) {
          settle(() => reject(networkError(host, new Error(`the answer is larger than ${MAX_BODY_BYTES} bytes`))));
          outgoing.abort();
          return;
        }
        chunks.push(chunk);
      });
      response.on('error', (error: Error) => settle(() => reject(networkError(host, error))));
      response.on('end', () =>
        settle(() =>
          resolve({
            status: response.statusCode,
            headers: flat(response.headers),
            body: Buffer.concat(chunks).toString(request.encoding ?? 'utf8'),
          }),
        ),
      );
    });
    outgoing.end(request.body);
  });
}

function flat(headers: Readonly<Record<string, string | readonly string[]>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name.toLowerCase(),
      typeof value === 'string' ? value : value.join(', '),
    ]),
  );
}
