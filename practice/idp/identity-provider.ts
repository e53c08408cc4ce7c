import type { IncomingMessage, ServerResponse } from 'node:http';
import { setCookie } from '../http/cookies.ts';
import { html, json, redirect, send } from '../http/reply.ts';
import { findRoute } from '../http/route.ts';
import { type SiteCertificate, SiteListener } from '../http/site-listener.ts';
import { readRequest, type SiteRequest } from '../http/site-request.ts';
import { createKeyPair, type SiteKeyPair } from '../login/key-pair.ts';
import type { PracticeUser } from '../users.ts';
import { casRoutes } from './cas.ts';
import type { IdpAnswer, IdpRoute } from './idp-route.ts';
import type { IdpSettings } from './idp-settings.ts';
import { IDP_COOKIE, interactionRoutes } from './interaction-routes.ts';
import { Interactions } from './interactions.ts';
import { oauthRoutes } from './oauth.ts';
import { QrCodes, qrRoutes } from './qr.ts';
import { samlRoutes } from './saml.ts';

const ADDRESS = '127.0.0.1';

export interface IdentityProviderPorts {
  settings: IdpSettings;
  /** The name in its URL: another host than the site's, so that cookies do not mix. */
  host: string;
  /** Absent: plain http. */
  certificates: readonly SiteCertificate[] | undefined;
  users: readonly PracticeUser[];
}

/** Another company's sign-in on an origin of its own: OpenID Connect, OAuth2, CAS and SAML2 for the practice people. */
export class IdentityProvider {
  readonly settings: IdpSettings;
  readonly qr = new QrCodes();
  readonly interactions = new Interactions();
  readonly #host: string;
  readonly #users: readonly PracticeUser[];
  readonly #listener: SiteListener;
  readonly #routes: IdpRoute[];
  #keyPair: Promise<SiteKeyPair> | undefined;
  #port = 0;

  constructor(ports: IdentityProviderPorts) {
    this.settings = ports.settings;
    this.#host = ports.host;
    this.#users = ports.users;
    this.#listener = new SiteListener({
      certificates: ports.certificates,
      answer: (request, response) => void this.#answer(request, response),
    });
    this.#routes = [
      ...interactionRoutes(this),
      ...oauthRoutes(this),
      ...casRoutes(this),
      ...samlRoutes(this),
      ...qrRoutes(this.qr),
      { method: 'GET', path: '/logout/', run: (request) => this.#logout(request) },
    ];
  }

  async listen(): Promise<void> {
    this.#port = await this.#listener.listen(0, ADDRESS);
  }

  /** `http://localhost:port` */
  get url(): string {
    return `${this.#listener.scheme}://${this.#host}:${this.#port}`;
  }

  /** Where a server of the same machine reaches it, whatever its name. */
  get address(): { host: string; port: number } {
    return { host: ADDRESS, port: this.#port };
  }

  /** Made at the first use: most practice sites never sign anybody in here. */
  keyPair(): Promise<SiteKeyPair> {
    this.#keyPair ??= createKeyPair();
    return this.#keyPair;
  }

  /** The same passwords as at the site. */
  person(username: string, password: string): PracticeUser | undefined {
    return this.#users.find((user) => user.username === username.trim() && user.password === password);
  }

  /** The other of the two names of this machine; with TLS the name stays, as the certificate may hold one only. */
  otherHost(request: SiteRequest): string {
    if (this.#listener.scheme === 'https') return this.url;
    const isNamed = request.host.startsWith(`${this.#host}:`);
    return isNamed ? `http://${ADDRESS}:${this.#port}` : this.url;
  }

  async dispose(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#listener.server.close(() => resolve()));
    this.#listener.server.closeAllConnections();
    await closed;
  }

  #logout(request: SiteRequest): IdpAnswer {
    this.interactions.forget(request.cookies.get(IDP_COOKIE));
    return {
      reply: redirect(request.query.get('return') ?? '/'),
      cookies: [setCookie(IDP_COOKIE, '', { maxAgeSeconds: 0 })],
    };
  }

  async #answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const request = await readRequest(message);
      const { reply, cookies = [] } = await this.#answerTo(request);
      send(response, reply, cookies);
    } catch (error) {
      if (response.destroyed || response.headersSent) return;
      process.stderr.write(`practice identity provider: ${message.url?.split('?')[0]}: ${String(error)}\n`);
      send(response, json(500, { error: 'server_error' }), []);
    }
  }

  async #answerTo(request: SiteRequest): Promise<IdpAnswer> {
    const routes = this.#routes.filter((route) => route.method === request.method);
    const found = findRoute(
      routes.map(({ path }) => ({ path, access: 'page', methods: {} })),
      request.path,
    );
    const route = routes.find(({ path }) => path === found?.route.path);
    if (found === undefined || route === undefined) return { reply: html(404, '<h1>Not Found</h1>') };
    return route.run(request, found.params);
  }
}
