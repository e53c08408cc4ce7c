import { randomUUID } from 'node:crypto';
import type { Session } from 'electron';
import type { SiteRoute } from '../doctor/site-route.ts';
import type { Questions } from '../guard/question.ts';
import { type ProbedSite, probeSite } from '../jumpserver/probe.ts';
import type { Log } from '../log/log.ts';
import type { CertificateFacts } from '../sites/certificate-facts.ts';
import type { TrustedCertificates } from '../sites/trusted-certificates.ts';
import { ElectronSiteTransport } from './electron-site-transport.ts';
import { type ProxyCredentials, ProxyLogins, type ProxyLoginsPorts } from './proxy-logins.ts';

export interface SiteNetworkPorts {
  readonly trusted: TrustedCertificates;
  readonly questions: Pick<Questions, 'ask'>;
  readonly vault: ProxyLoginsPorts['vault'];
  /** The person's name for a site that is there already. */
  readonly siteName: (siteId: string) => string;
  readonly log: Log;
}

interface SiteAddress {
  readonly id: string;
  readonly name: string;
  readonly baseUrl: string;
}

/** Every way of the app to its sites: partitions, whom they trust, and the proxies between. */
export class SiteNetwork {
  readonly #ports: SiteNetworkPorts;
  readonly #transports = new Map<string, ElectronSiteTransport>();
  readonly #proxies: ProxyLogins;

  constructor(ports: SiteNetworkPorts) {
    this.#ports = ports;
    this.#proxies = new ProxyLogins({
      vault: ports.vault,
      log: ports.log,
      isOurs: (session) => this.#siteOf(session) !== undefined,
      ask: (question) => this.#askProxyLogin('', question),
    });
  }

  transportFor({ id, baseUrl }: SiteAddress): ElectronSiteTransport {
    const { trusted } = this.#ports;
    const transport = new ElectronSiteTransport({
      ...{ id, baseUrl },
      certificates: {
        accepted: (host, fingerprint) => trusted.accepts(id, host, fingerprint),
        ask: (host, certificate) => this.#askTrust({ id, name: this.#ports.siteName(id) }, host, certificate),
      },
      proxyLogin: (proxy, realm, refused) => this.#proxies.credentials(proxy, realm, refused),
    });
    this.#transports.set(id, transport);
    return transport;
  }

  /** Throws for a site that has none. */
  transportOf(siteId: string): ElectronSiteTransport {
    const transport = this.#transports.get(siteId);
    if (!transport) throw new Error(`site ${siteId} has no transport`);
    return transport;
  }

  /** For doctor; undefined for a site that is gone. */
  routeOf(siteId: string): SiteRoute | undefined {
    return this.#transports.get(siteId)?.route;
  }

  /** Looks who answers there, without cookies; a certificate that is not trusted is let pass and told, for the person to see. */
  async probe(url: string): Promise<ProbedSite & { readonly untrusted?: CertificateFacts }> {
    const temporary: ElectronSiteTransport[] = [];
    let untrusted: CertificateFacts | undefined;
    try {
      const probed = await probeSite(url, (baseUrl) => {
        const transport = new ElectronSiteTransport({
          ...{ id: `probe-${randomUUID()}`, baseUrl },
          certificates: {
            accepted: () => false,
            ask: async (_host, certificate) => {
              untrusted = certificate;
              return true;
            },
          },
          proxyLogin: (proxy, realm, refused) => this.#proxies.credentials(proxy, realm, refused),
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

  async forgetCertificate(siteId: string, host: string, fingerprint: string): Promise<void> {
    this.#ports.trusted.forget(siteId, host, fingerprint);
    await this.transportOf(siteId).forgetCertificate(host);
  }

  forgetSite(siteId: string): void {
    this.#transports.delete(siteId);
    this.#ports.trusted.forgetSite(siteId);
  }

  dispose(): void {
    this.#proxies.dispose();
  }

  async #askTrust(
    site: Pick<SiteAddress, 'id' | 'name'>,
    host: string,
    certificate: CertificateFacts,
  ): Promise<boolean> {
    const { trusted, questions } = this.#ports;
    const before = trusted.before(site.id, host);
    const outcome = await questions.ask({ topic: 'trust-certificate', site: site.name, host, certificate, before });
    if (outcome.kind !== 'answered' || outcome.answer.kind !== 'allow') return false;
    await trusted.accept(site.id, host, certificate);
    return true;
  }

  async #askProxyLogin(
    site: string,
    question: { readonly proxy: string; readonly realm: string; readonly again: boolean },
  ): Promise<ProxyCredentials | null> {
    const outcome = await this.#ports.questions.ask({ topic: 'proxy-login', site, ...question });
    if (outcome.kind !== 'answered' || outcome.answer.kind !== 'credentials') return null;
    const { username, password } = outcome.answer;
    return { username, password };
  }

  #siteOf(session: Session): string | undefined {
    for (const [id, transport] of this.#transports) if (transport.session === session) return id;
    return undefined;
  }
}
