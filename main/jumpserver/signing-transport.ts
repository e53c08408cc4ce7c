import type { Clock } from '../errors/clock.ts';
import { type AccessKeyPair, signatureHeaders } from './access-key-signature.ts';
import type { RestRequest, RestResponse, RestTransport, SiteCookie } from './rest-transport.ts';

export interface SigningTransportPorts {
  readonly transport: RestTransport;
  readonly clock: Clock;
  /** Throws where there is no key any more. */
  readonly key: () => AccessKeyPair;
}

/** The site's transport for requests that carry a signature and no cookie: the web session is neither used nor touched. */
export class SigningTransport implements RestTransport {
  readonly #ports: SigningTransportPorts;

  constructor(ports: SigningTransportPorts) {
    this.#ports = ports;
  }

  async fetch(request: RestRequest): Promise<RestResponse> {
    const { transport, clock, key } = this.#ports;
    // As the URL is sent, whatever it was written like: the server signs what it saw.
    const { href, pathname, search } = new URL(request.url);
    const signed = signatureHeaders(key(), {
      method: request.method,
      target: pathname + search,
      at: clock.now(),
    });
    return transport.fetch({
      ...request,
      url: href,
      headers: { ...request.headers, ...signed },
      withoutCookies: true,
    });
  }

  /** A signature needs no CSRF token. */
  async cookies(): Promise<readonly SiteCookie[]> {
    return [];
  }
}
