import { whoSigned } from '../access-keys/signature.ts';
import { loginRoutes } from '../login/login-routes.ts';
import { safeRedirect } from '../login/redirect/redirect-confirm.ts';
import { behindMfa } from '../login/sso/mfa-middleware.ts';
import { thirdPartyRefusal } from '../login/sso/third-party.ts';
import { methodNotAllowed, notAuthenticated, permissionDenied, throttled } from '../rest/rest-errors.ts';
import { restRoutes } from '../rest/rest-routes.ts';
import type { SiteState } from '../site-state.ts';
import { homeRoutes } from './home-pages.ts';
import { page } from './html.ts';
import { empty, html, type Reply, redirect } from './reply.ts';
import { type FoundRoute, findRoute, type Route } from './route.ts';
import { headerOf, type SiteRequest } from './site-request.ts';
import { Visit } from './visit.ts';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

export interface Answer {
  reply: Reply;
  cookies: string[];
}

/** Core and the static front pages behind one origin (protocol 0.3): routing and what stands before each handler. */
export class CoreApp {
  readonly #site: SiteState;
  readonly #routes: Route[] = [...homeRoutes(), ...loginRoutes(), ...restRoutes()];

  constructor(site: SiteState) {
    this.#site = site;
  }

  async answer(request: SiteRequest): Promise<Answer> {
    const fault = this.#site.faults.reply(request.method, request.path);
    if (fault !== undefined) return { reply: fault, cookies: [] };
    const found = findRoute(this.#routes, request.path);
    if (found === undefined) return { reply: this.#missing(request), cookies: [] };
    const visit = new Visit(this.#site, request);
    if (isOutsideCore(request.path)) return { reply: await this.#handle(visit, found), cookies: [] };
    // In the order of the middlewares: the view in the middle, what it answered may be replaced.
    const viewed = thirdPartyRefusal(visit) ?? (await this.#handle(visit, found));
    const reply = safeRedirect(request, behindMfa(visit, viewed));
    return { reply, cookies: visit.finish(reply.status) };
  }

  /** Django appends the slash (301); what nobody knows is an HTML 404. */
  #missing(request: SiteRequest): Reply {
    if (!request.path.endsWith('/') && findRoute(this.#routes, `${request.path}/`) !== undefined) {
      return redirect(`${request.path}/${request.search}`, 301);
    }
    return html(
      404,
      page('Not Found', '<h1>Not Found</h1><p>The requested resource was not found on this server.</p>'),
    );
  }

  async #handle(visit: Visit, { route, params }: FoundRoute): Promise<Reply> {
    const { method } = visit.request;
    const handler = route.methods[method] ?? (method === 'HEAD' ? route.methods['GET'] : undefined);
    if (route.access === 'page') return handler === undefined ? empty(405) : handler(visit, params);
    const refusal = this.#beforeRest(visit, route);
    if (refusal !== undefined) return refusal;
    return handler === undefined ? methodNotAllowed(method) : handler(visit, params);
  }

  /** DRF's order: authentication (CSRF is part of it), permission, throttle. */
  #beforeRest(visit: Visit, route: Route): Reply | undefined {
    // The signature comes before the cookie, and a bad one is not made good by it (protocol 4.1).
    const signed = whoSigned(this.#site, visit.request);
    if (signed.kind === 'refused') return signed.reply;
    if (signed.kind === 'by') visit.signedBy(signed.user);
    const { user, request } = visit;
    if (user === undefined) return route.access === 'open' ? undefined : notAuthenticated();
    if (!SAFE_METHODS.has(request.method) && !visit.isSigned) {
      const failure = visit.csrfFailure(headerOf(request, 'x-csrftoken'));
      if (failure !== undefined) return permissionDenied(`CSRF Failed: ${failure}`);
    }
    const wait = this.#site.throttle.take(user.id);
    return wait === undefined ? undefined : throttled(wait);
  }
}

/** Served from disk by nginx, or by KoKo: core's middleware and cookies have no part in it. */
function isOutsideCore(path: string): boolean {
  return ['/ui/', '/luna/', '/static/', '/koko/'].some((prefix) => path.startsWith(prefix)) || path === '/';
}
