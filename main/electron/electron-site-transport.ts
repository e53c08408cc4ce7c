import { randomUUID } from 'node:crypto';
import { type Certificate, type Cookie, type Session, session, webContents } from 'electron';
import type { SiteRoute } from '../doctor/site-route.ts';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import { untilAborted } from '../errors/until-aborted.ts';
import type { RestRequest, RestResponse, SiteCookie } from '../jumpserver/rest-transport.ts';
import { openSiteSocket } from '../koko/site-socket.ts';
import type { SiteSocket, SocketRequest } from '../koko/socket-transport.ts';
import type { Log } from '../log/log.ts';
import type { SiteTransport } from '../sites/site-transport.ts';
import type { StoredCookie } from '../sites/stored-cookie.ts';
import { CertificateTrust, type CertificateTrustPorts } from './certificate-trust.ts';
import { denyByDefault } from './harden-session.ts';
import { OwnCookies } from './own-cookies.ts';
import type { ProxyLogin } from './proxy-logins.ts';
import { requestOnce } from './request-once.ts';
import { SitePartitions } from './site-partitions.ts';
import { electronSiteRoute } from './site-route.ts';
import { openTunnel, type RoutePorts } from './tunnel.ts';

/** Certificates of one host that Chromium meets in turn before we give up finding the one in question. */
const MAX_LOOKS = 8;
/** A look lasts as long as a connection may, so that the person has time to answer. */
const LOOK_MS = 30_000;

export interface ElectronSiteTransportPorts {
  readonly id: string;
  readonly baseUrl: string;
  readonly certificates: Pick<CertificateTrustPorts, 'accepted' | 'ask'>;
  readonly proxyLogin: ProxyLogin;
  readonly log: Log;
}

/** Before a window opens the site has this long to show its certificate; an unreachable one is told in the window. */
const SETTLE_MS = 5_000;

/** One site over Chromium's network stack, in an in-memory partition of its own. */
export class ElectronSiteTransport implements SiteTransport {
  readonly #ports: ElectronSiteTransportPorts;
  readonly #origin: string;
  readonly #host: string;
  readonly #trust: CertificateTrust;
  readonly #partitions: SitePartitions;
  readonly #ownCookies: OwnCookies;
  readonly #listeners = new Set<(change: { readonly session: boolean }) => void>();

  constructor(ports: ElectronSiteTransportPorts) {
    const { id, baseUrl, certificates } = ports;
    this.#ports = ports;
    this.#origin = new URL(baseUrl).origin;
    this.#host = new URL(baseUrl).hostname;
    this.#ownCookies = new OwnCookies(this.#origin);
    this.#trust = new CertificateTrust({
      host: this.#host,
      ...certificates,
      onLateYes: () => this.#own(this.#partitions.renew()),
    });
    this.#partitions = new SitePartitions({
      id,
      prepare: (partition) => {
        this.#trust.watch(partition);
        this.#ownCookies.watch(partition);
      },
      onCookieChanged: (_event, cookie, cause, removed) => this.#onCookieChanged(cookie, cause, removed),
    });
  }

  /** The partition of now; another one after the person's trust changed. */
  get session(): Session {
    return this.#partitions.current;
  }

  /** For doctor: how requests get to the site. */
  get route(): SiteRoute {
    return electronSiteRoute(this.#routePorts(), this.#origin);
  }

  owns(partition: Session): boolean {
    return this.#partitions.owns(partition);
  }

  /** A window shows the site in its partition until `use` is through. */
  lend<T>(use: (partition: Session) => Promise<T>): Promise<T> {
    return this.#partitions.lend(use);
  }

  /** The person tries again: whatever was refused before may be asked about anew. True where something was. */
  async askAgain(): Promise<boolean> {
    if (!this.#trust.askAgain()) return false;
    await this.#partitions.renew();
    return true;
  }

  /**
   * Lets the person decide about the site's certificate before a window shows its pages, however long that takes.
   * Rejects with `certificate-not-trusted`, or the signal's reason; a site that does not answer is not its business.
   */
  async settleTrust(signal: AbortSignal): Promise<void> {
    if (!this.#origin.startsWith('https:') || this.#trust.trusts(this.#host)) return;
    const slow = new AbortController();
    const timer = setTimeout(() => {
      if (!this.#trust.pending(this.#host)) slow.abort();
    }, SETTLE_MS);
    try {
      await this.fetch({ ...this.#healthCheck(), signal: AbortSignal.any([signal, slow.signal]) });
    } catch (error) {
      signal.throwIfAborted();
      if (isDistrust(error)) throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** A page in one of our partitions met a certificate that is refused there. Resolves true where it may go on. */
  decidePage(host: string, certificate: Certificate, error: string, isMainFrame: boolean): Promise<boolean> {
    return this.#trust.decidePage(host, certificate, error, isMainFrame);
  }

  /** The person took a certificate back. */
  async forgetCertificate(host: string, fingerprint: string): Promise<void> {
    this.#trust.forget(host, fingerprint);
    await this.#partitions.renew();
  }

  /** A call that meets a certificate which the person is being asked about waits for the answer: nothing of it was sent. */
  async fetch(request: RestRequest): Promise<RestResponse> {
    if (this.#ownCookies.foreign.length > 0) await this.#dropForeign();
    try {
      return await requestOnce(this.session, request, this.#ports.proxyLogin);
    } catch (error) {
      const answer = isDistrust(error) ? this.#trust.pending(this.#host) : undefined;
      if (!answer || !(await untilAborted(answer, request.signal))) throw error;
      await this.#partitions.renew();
      return requestOnce(this.session, request, this.#ports.proxyLogin);
    }
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
      createConnection: () => {
        // A proxy's tunnel comes paused, which http would not end; the server speaks second, so nothing is lost.
        if (request.url.startsWith('ws:')) carrier.resume();
        return carrier;
      },
    });
  }

  async clear(): Promise<void> {
    await this.session.clearStorageData();
    await this.session.clearCache();
  }

  async dispose(): Promise<void> {
    this.#listeners.clear();
    await this.#partitions.dispose();
  }

  #onCookieChanged(cookie: Cookie, cause: string, removed: boolean): void {
    // Every refresh is an `overwrite` pair; only the others mean that something came or went (sign-in-window §2).
    if (cause === 'overwrite' && removed) return;
    const isSession = cookie.name.endsWith('sessionid');
    for (const listener of this.#listeners) listener({ session: !(isSession && removed) });
  }

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
      askChromium: (host, fingerprint) => this.#askChromium(host, fingerprint),
      proxyLogin: this.#ports.proxyLogin,
    };
  }

  /**
   * A throw-away partition has no cached verdict: it makes Chromium look anew. Behind a balancer it may meet another
   * certificate than the one in question first.
   */
  async #askChromium(host: string, fingerprint: string): Promise<void> {
    const probe = session.fromPartition(`probe-${randomUUID()}`, { cache: false });
    denyByDefault(probe);
    this.#trust.watch(probe);
    this.#trust.reconsider(host, fingerprint);
    for (let look = 0; look < MAX_LOOKS && !this.#trust.knows(host, fingerprint); look += 1) {
      const request = { ...this.#healthCheck(), signal: AbortSignal.timeout(LOOK_MS) };
      // What else the request meets is for the caller's own connection to say.
      const ended = await requestOnce(probe, request, this.#ports.proxyLogin).catch((error: unknown) => error);
      await probe.closeAllConnections();
      if (ended instanceof Error && !isDistrust(ended)) return;
    }
  }

  #healthCheck() {
    return { method: 'GET', url: `${this.#origin}/api/health/` } as const;
  }

  #own(work: Promise<void>): void {
    work.catch((error: unknown) => this.#ports.log.error('a partition could not be renewed', { error }));
  }
}

function isDistrust(error: unknown): boolean {
  return error instanceof DrawbridgeError && error.code === 'certificate-not-trusted';
}
