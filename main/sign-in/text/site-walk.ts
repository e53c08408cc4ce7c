import type { Clock } from '../../errors/clock.ts';
import { DrawbridgeError } from '../../errors/drawbridge-error.ts';
import type { RestRequest, RestResponse, RestTransport } from '../../jumpserver/rest-transport.ts';
import { csrfToken } from '../../jumpserver/session-cookies.ts';
import { decideStep } from '../sign-in-step.ts';

/** Where a request ended after its redirects. */
export type Place =
  | { readonly kind: 'page'; readonly url: string; readonly body: string }
  /** The page that we asked to be sent to: the guard is through. Not loaded. */
  | { readonly kind: 'arrived' }
  /** Somewhere of the site outside signing in: worth asking the profile. */
  | { readonly kind: 'outside' }
  /** Another host: an identity provider. Nothing was sent there. */
  | { readonly kind: 'foreign'; readonly host: string }
  | { readonly kind: 'origin-refused' };

export interface SiteWalkPorts {
  readonly baseUrl: string;
  readonly transport: RestTransport;
  readonly clock: Clock;
  /** `Accept-Language`: the site's words come in it. */
  readonly language: string;
  readonly signal: AbortSignal;
}

/** JumpServer needs three at most: form, guard, next page. */
const MAX_REDIRECTS = 10;
/** A login page has some 20 KB. */
const MAX_PAGE_CHARS = 2_000_000;
const DEADLINE_MS = 20_000;

/** Walks pages as a browser without scripts does: cookies by the transport, redirects one by one (protocol §2.6). */
export class SiteWalk {
  readonly #ports: SiteWalkPorts;
  readonly #origin: string;

  constructor(ports: SiteWalkPorts) {
    this.#ports = ports;
    this.#origin = new URL(ports.baseUrl).origin;
  }

  /** An address on another host is not opened. */
  async open(url: string): Promise<Place> {
    const { origin, host } = new URL(url);
    if (origin !== this.#origin) return { kind: 'foreign', host };
    return this.#go({ method: 'GET', url, headers: {} });
  }

  /** Posts a form from the page at `from`. `Referer` and no `Origin` passes most settings of the site (protocol §1.9). */
  post(action: string, from: string, values: Readonly<Record<string, string>>): Promise<Place> {
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded', Referer: from };
    return this.#go({ method: 'POST', url: action, headers, body: new URLSearchParams(values).toString() });
  }

  /** The bytes of a picture on the site, as base64. */
  async picture(url: string): Promise<string> {
    const response = await this.#fetch({ method: 'GET', url, headers: {}, encoding: 'base64' });
    if (response.status !== 200) throw oddAnswer(url, `status ${response.status} for a picture`);
    return response.body;
  }

  /** A JSON request of the page's script, its body unparsed. */
  async api(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    body?: unknown,
    signal?: AbortSignal,
  ): Promise<RestResponse> {
    const { baseUrl, transport } = this.#ports;
    const csrf = csrfToken(await transport.cookies(baseUrl));
    return this.#fetch(
      {
        method,
        url: `${baseUrl}${path}`,
        headers: {
          Accept: 'application/json',
          Referer: `${baseUrl}/core/auth/login/`,
          // Says that a web page asks, not a mobile app (protocol §1.10).
          'X-JMS-LOGIN-TYPE': 'W',
          ...(csrf ? { 'X-CSRFToken': csrf } : {}),
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      },
      signal,
    );
  }

  /** Text of a script or page that may be missing; undefined then. */
  async textAt(path: string): Promise<string | undefined> {
    const response = await this.#fetch({ method: 'GET', url: `${this.#ports.baseUrl}${path}`, headers: {} });
    return response.status === 200 ? response.body : undefined;
  }

  async #go(first: RestRequest): Promise<Place> {
    let request = first;
    for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
      const response = await this.#fetch(request);
      const location = response.headers['location'];
      if (response.status < 300 || response.status >= 400 || !location) return this.#page(request.url, response);
      const url = new URL(location, request.url).href;
      const place = this.#ended(url);
      if (place) return place;
      request = { method: 'GET', url, headers: { Referer: request.url } };
    }
    throw oddAnswer(first.url, `more than ${MAX_REDIRECTS} redirects`);
  }

  #ended(url: string): Place | undefined {
    const { baseUrl } = this.#ports;
    const target = new URL(url);
    if (target.origin !== this.#origin) return { kind: 'foreign', host: target.host };
    switch (decideStep(baseUrl, url).kind) {
      case 'arrived':
        return { kind: 'arrived' };
      case 'origin-refused':
        return { kind: 'origin-refused' };
      case 'maybe':
        // The passkey's page lies among the API's paths (protocol §2.2).
        return target.pathname.startsWith('/api/v1/authentication/') ? undefined : { kind: 'outside' };
      default:
        return undefined;
    }
  }

  #page(url: string, { status, body }: RestResponse): Place {
    if (status >= 400) throw oddAnswer(url, `status ${status}`);
    if (body.length > MAX_PAGE_CHARS) throw oddAnswer(url, 'a page of more than 2 MB');
    return { kind: 'page', url, body };
  }

  async #fetch(request: RestRequest, own?: AbortSignal): Promise<RestResponse> {
    const { transport, clock, language, signal } = this.#ports;
    // What a page names (a form's action, a picture) may be anywhere; the password goes to the site alone.
    if (new URL(request.url).origin !== this.#origin) throw elsewhere(this.#ports.baseUrl, request.url);
    const deadline = new AbortController();
    const cancel = clock.after(DEADLINE_MS, () => deadline.abort(tooSlow(request.url)));
    try {
      return await transport.fetch({
        ...request,
        headers: { 'Accept-Language': language, ...request.headers },
        signal: AbortSignal.any([own ?? signal, deadline.signal]),
      });
    } finally {
      cancel();
    }
  }
}

const oddAnswer = (url: string, what: string) =>
  new DrawbridgeError({
    code: 'site-error',
    message: `${new URL(url).host} answered ${what} during the sign-in.`,
    nextStep: 'Try again; if it stays so, sign in where Drawbridge has a display, or ask an administrator of the site.',
    actor: 'person',
  });

const elsewhere = (site: string, url: string) =>
  new DrawbridgeError({
    code: 'site-error',
    message: `A login page of ${new URL(site).host} sends to another host, ${new URL(url).host}; nothing was sent there.`,
    nextStep: 'Sign in where Drawbridge has a display: its window shows which host asks.',
    actor: 'person',
  });

const tooSlow = (url: string) =>
  new DrawbridgeError({
    code: 'site-unreachable',
    message: `${new URL(url).host} did not answer within ${DEADLINE_MS / 1000} s.`,
    nextStep: 'Check the network and the VPN, then try again.',
    actor: 'person',
  });
