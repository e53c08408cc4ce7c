import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';

/** PEM texts. `cert` may be a chain, the leaf first. */
export interface SiteCertificate {
  readonly key: string;
  readonly cert: string;
}

export interface ListenerPorts {
  /** Absent: plain http. */
  readonly certificates: readonly SiteCertificate[] | undefined;
  readonly answer: (request: IncomingMessage, response: ServerResponse) => void;
}

/** The TCP door of the site: plain, or with TLS and one or several certificates, as a balancer in front of nginx shows them. */
export class SiteListener {
  readonly server: Server | TlsServer;
  #certificates: readonly SiteCertificate[] = [];
  #next = 0;

  constructor({ certificates, answer }: ListenerPorts) {
    const options = { keepAliveTimeout: 65_000 }; // A login window may sit open for long; idle sockets are cheap.
    if (certificates === undefined) this.server = createServer(options, answer);
    else {
      this.server = this.#withTls(createTlsServer(options, answer));
      this.setCertificates(certificates);
    }
  }

  get scheme(): 'http' | 'https' {
    return this.#certificates.length > 0 ? 'https' : 'http';
  }

  /** New connections get these in turn; open ones keep what they have. */
  setCertificates(certificates: readonly SiteCertificate[]): void {
    if (!('setSecureContext' in this.server)) throw new Error('the site was started without TLS');
    if (certificates.length === 0) throw new Error('a site with TLS needs a certificate');
    this.#certificates = certificates;
    this.#next = 0;
  }

  /** Resolves with the port. */
  listen(port: number, address: string): Promise<number> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, address, () => {
        this.server.off('error', reject);
        const bound = this.server.address();
        if (bound === null || typeof bound === 'string') reject(new Error('the practice site listens on a TCP port'));
        else resolve(bound.port);
      });
    });
  }

  #withTls(server: TlsServer): TlsServer {
    // Before the handshake of each connection, and without SNI, which an address in the URL never sends. A context of
    // its own also means that no session is resumed: the certificate is always shown.
    server.prependListener('connection', () => {
      const certificate = this.#certificates[this.#next % this.#certificates.length];
      this.#next += 1;
      if (certificate !== undefined) server.setSecureContext({ key: certificate.key, cert: certificate.cert });
    });
    return server;
  }
}
