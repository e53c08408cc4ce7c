import { randomUUID } from 'node:crypto';
import { app, type Certificate, type Session } from 'electron';
import type { SiteRoute } from '../doctor/site-route.ts';
import { toDrawbridgeError } from '../errors/drawbridge-error.ts';
import type { Questions } from '../guard/question.ts';
import { type ProbedSite, probeSite } from '../jumpserver/probe.ts';
import type { Log } from '../log/log.ts';
import type { CertificateFacts } from '../sites/certificate-facts.ts';
import type { SignInResult, SiteUser } from '../sites/site-model.ts';
import type { SiteTransport } from '../sites/site-transport.ts';
import type { TrustedCertificates } from '../sites/trusted-certificates.ts';
import { ElectronSiteTransport } from './electron-site-transport.ts';
import { type ProxyCredentials, ProxyLogins, type ProxyLoginsPorts } from './proxy-logins.ts';

export interface SiteNetworkPorts {
  readonly trusted: TrustedCertificates;
  readonly questions: Pick<Questions, 'ask'>;
  readonly vault: ProxyLoginsPorts['vault'];
  readonly log: Log;
}

interface SiteAddress {
  readonly id: string;
  readonly name: string;
  readonly baseUrl: string;
}

interface SignInOver {
  readonly id: string;
  /** The person asked for it, and not an agent or an expired session. */
  readonly asked: boolean;
  readonly whoAmI: () => Promise<SiteUser | null>;
  readonly signal: AbortSignal;
}

/** Every way of the app to its sites: partitions, whom they trust, and the proxies between. */
export class SiteNetwork {
  readonly #ports: SiteNetworkPorts;
  readonly #sites = new Map<
    string,
    { readonly name: string; readonly transport: ElectronSiteTransport; readonly gone: AbortController }
  >();
  readonly #proxies: ProxyLogins;

  constructor(ports: SiteNetworkPorts) {
    this.#ports = ports;
    this.#proxies = new ProxyLogins({
      vault: ports.vault,
      log: ports.log,
      siteOf: (contents) => this.#siteOf(contents.session)?.name,
      ask: (question) => this.#askProxyLogin(question),
    });
    app.on('certificate-error', this.#onCertificateError);
  }

  transportFor({ id, name, baseUrl }: SiteAddress): ElectronSiteTransport {
    const { trusted, log } = this.#ports;
    const transport = new ElectronSiteTransport({
      ...{ id, baseUrl, log },
      certificates: {
        accepted: (host, fingerprint) => trusted.accepts(id, host, fingerprint),
        ask: (host, certificate) => this.#askTrust({ id, name }, host, certificate),
      },
      proxyLogin: this.#proxies.loginFor(name),
    });
    this.#sites.set(id, { name, transport, gone: new AbortController() });
    return transport;
  }

  /** The site in a jar of its own: same trust, same proxies, and nothing of the session that is there. */
  async aside<T>({ id, name, baseUrl }: SiteAddress, use: (transport: SiteTransport) => Promise<T>): Promise<T> {
    const transport = new ElectronSiteTransport({
      ...{ id: `aside-${randomUUID()}`, baseUrl, log: this.#ports.log },
      certificates: {
        accepted: (host, fingerprint) => this.#ports.trusted.accepts(id, host, fingerprint),
        ask: (host, certificate) => this.#askTrust({ id, name }, host, certificate),
      },
      proxyLogin: this.#proxies.loginFor(name),
    });
    try {
      return await use(transport);
    } finally {
      await transport.dispose();
    }
  }

  /** Throws for a site that has none. */
  transportOf(siteId: string): ElectronSiteTransport {
    const transport = this.#sites.get(siteId)?.transport;
    if (!transport) throw new Error(`site ${siteId} has no transport`);
    return transport;
  }

  /** For doctor; undefined for a site that is gone. */
  routeOf(siteId: string): SiteRoute | undefined {
    return this.#sites.get(siteId)?.transport.route;
  }

  /** Looks who answers there, without cookies; a certificate that is not trusted is let pass and told, for the person to see. */
  async probe(url: string): Promise<ProbedSite & { readonly untrusted?: CertificateFacts }> {
    const temporary: ElectronSiteTransport[] = [];
    let untrusted: CertificateFacts | undefined;
    try {
      const probed = await probeSite(url, (baseUrl) => {
        const transport = new ElectronSiteTransport({
          ...{ id: `probe-${randomUUID()}`, baseUrl, log: this.#ports.log },
          certificates: {
            accepted: () => false,
            ask: async (_host, certificate) => {
              untrusted = certificate;
              return true;
            },
          },
          proxyLogin: this.#proxies.loginFor(new URL(baseUrl).host),
        });
        temporary.push(transport);
        return transport;
      });
      return { ...probed, ...(untrusted ? { untrusted } : {}) };
    } finally {
      await Promise.all(temporary.map((transport) => transport.dispose()));
    }
  }

  /** Asks whether the certificate of a site that is being added may be trusted, and keeps a yes. */
  trust(site: SiteAddress, certificate: CertificateFacts): Promise<boolean> {
    return this.#askTrust(site, new URL(site.baseUrl).hostname, certificate);
  }

  /**
   * Shows the site's pages in a window, once it is settled whom to trust. With `asked` the person wants to try again:
   * what they refused is asked about anew, and where that was all that stood in the way, no window opens.
   */
  async signIn(site: SignInOver, byWindow: (partition: Session) => Promise<SignInResult>): Promise<SignInResult> {
    const { signal } = site;
    const renewed = site.asked && (await this.askAgain(site.id));
    const transport = this.transportOf(site.id);
    try {
      await transport.settleTrust(signal);
    } catch (error) {
      signal.throwIfAborted();
      return { kind: 'failed', message: toDrawbridgeError(error).message, code: 'certificate-not-trusted' };
    }
    const user = renewed ? await site.whoAmI().catch(() => null) : null;
    if (user) return { kind: 'signed-in', user };
    signal.throwIfAborted();
    return transport.lend(byWindow);
  }

  /** The person tries again: what they refused may be asked about anew. True where a certificate had been refused. */
  askAgain(siteId: string): Promise<boolean> {
    this.#proxies.askAgain();
    return this.transportOf(siteId).askAgain();
  }

  async forgetCertificate(siteId: string, host: string, fingerprint: string): Promise<void> {
    this.#ports.trusted.forget(siteId, host, fingerprint);
    await this.transportOf(siteId).forgetCertificate(host, fingerprint);
  }

  /** What is being asked about the site is withdrawn. */
  forgetSite(siteId: string): void {
    this.#sites.get(siteId)?.gone.abort(new Error('the site was removed'));
    this.#sites.delete(siteId);
    this.#ports.trusted.forgetSite(siteId);
  }

  dispose(): void {
    app.off('certificate-error', this.#onCertificateError);
    this.#proxies.dispose();
  }

  async #askTrust(
    site: Pick<SiteAddress, 'id' | 'name'>,
    host: string,
    certificate: CertificateFacts,
  ): Promise<boolean> {
    const { trusted, questions } = this.#ports;
    const before = trusted.before(site.id, host);
    const topic = { topic: 'trust-certificate', site: site.name, host, certificate, before } as const;
    const outcome = await questions.ask(topic, this.#sites.get(site.id)?.gone.signal);
    if (outcome.kind !== 'answered' || outcome.answer.kind !== 'allow') return false;
    await trusted.accept(site.id, host, certificate);
    return true;
  }

  async #askProxyLogin(question: Parameters<ProxyLoginsPorts['ask']>[0]): Promise<ProxyCredentials | null> {
    const outcome = await this.#ports.questions.ask({ topic: 'proxy-login', ...question });
    if (outcome.kind !== 'answered' || outcome.answer.kind !== 'credentials') return null;
    const { username, password } = outcome.answer;
    return { username, password };
  }

  readonly #onCertificateError = (
    event: Electron.Event,
    contents: Electron.WebContents,
    url: string,
    error: string,
    certificate: Certificate,
    answer: (trusted: boolean) => void,
    isMainFrame: boolean,
  ): void => {
    const transport = this.#siteOf(contents.session)?.transport;
    if (!transport) return;
    event.preventDefault();
    transport.decidePage(new URL(url).hostname, certificate, error, isMainFrame).then(answer, () => answer(false));
  };

  #siteOf(partition: Session) {
    return [...this.#sites.values()].find(({ transport }) => transport.owns(partition));
  }
}
