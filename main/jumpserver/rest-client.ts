import type { z } from 'zod';
import { type Clock, sleep } from '../errors/clock.ts';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import type {
  AssetDetail,
  AssetNode,
  AssetPage,
  AssetQuery,
  AssetSummary,
  ConnectionTokenPage,
  ConnectionTokenRequest,
  ConnectMethod,
  Organisation,
  Profile,
  RestClientPort,
} from './rest-client-port.ts';
import { csrfRefusal, isJson, restError, retryAfterSeconds, signInRequired, tokenError } from './rest-errors.ts';
import {
  assetDetailShape,
  assetPageShape,
  connectionTokenPageShape,
  connectionTokenShape,
  connectMethodsShape,
  favouritesShape,
  nodeTreeShape,
  organisationsShape,
  profileShape,
} from './rest-shapes.ts';
import type { RestRequest, RestResponse, RestTransport } from './rest-transport.ts';
import { csrfToken } from './session-cookies.ts';

/** A site that has not answered by then is treated as unreachable. */
const DEADLINE_MS = 15_000;
/** A short throttle of a reading call is waited out once; a longer one is the caller's to know. */
const PATIENT_RETRY_SECONDS = 10;
/** The page that sets the CSRF cookie anew for somebody who is signed in, and keeps the session (protocol §2.1). */
const GUARD = '/core/auth/login/guard/';
/** JumpServer caps a page at 1000 (protocol §0.2). */
const PAGE = 1000;
/** Nobody has more; a server that never ends its pages must not hold us. */
const MAX_PAGES = 100;
const FAVOURITES = '/api/v1/assets/favorite-assets/';
const MOST_FAVOURITES = 1000;
const TOKENS = '/api/v1/authentication/connection-token/';

export interface RestClientPorts {
  readonly baseUrl: string;
  readonly organisation: () => string;
  readonly transport: RestTransport;
  readonly clock: Clock;
  /** Told of every answer, so that the site can follow its session: path and status. */
  readonly onAnswer: (path: string, response: RestResponse) => void;
  /** Told where there was no answer at all. */
  readonly onNoAnswer?: (error: unknown) => void;
}

/** An answer, and the CSRF token that its request carried. */
interface Sent {
  readonly response: RestResponse;
  readonly csrf: string | undefined;
}

/** JumpServer's REST with the web session (protocol §4.2, §5, §6). */
export class RestClient implements RestClientPort {
  readonly #ports: RestClientPorts;
  /** node_id filters answer nothing until a tree call has built the user's tree (jumpserver-live §5.3). */
  #treeBuilt = false;
  /** One renewal of the CSRF cookie at a time. */
  #renewing: Promise<RestResponse> | undefined;

  constructor(ports: RestClientPorts) {
    this.#ports = ports;
  }

  profile(signal?: AbortSignal): Promise<Profile> {
    return this.#get('/api/v1/users/profile/', profileShape, 'read the profile', signal);
  }

  organisations(signal?: AbortSignal): Promise<readonly Organisation[]> {
    const path = '/api/v1/users/profile/permissions/';
    return this.#get(path, organisationsShape, 'list the organisations', signal);
  }

  within(organisation: string): RestClient {
    return new RestClient({ ...this.#ports, organisation: () => organisation });
  }

  async nodes(signal?: AbortSignal): Promise<readonly AssetNode[]> {
    const nodes = await this.#get('/api/v1/perms/users/self/nodes/tree/', nodeTreeShape, 'list the nodes', signal);
    this.#treeBuilt = true;
    return nodes;
  }

  async assets(query: AssetQuery, signal?: AbortSignal): Promise<AssetPage> {
    if (query.nodeId !== undefined) return this.#assetsOfNode(query.nodeId, query, signal);
    return this.#assetPage('/api/v1/perms/users/self/assets/', query, signal);
  }

  asset(id: string, signal?: AbortSignal): Promise<AssetDetail> {
    const path = `/api/v1/perms/users/self/assets/${encodeURIComponent(id)}/`;
    return this.#get(path, assetDetailShape, 'show the asset', signal);
  }

  async favourites(signal?: AbortSignal): Promise<readonly string[]> {
    return this.#get(`${FAVOURITES}?limit=${MOST_FAVOURITES}`, favouritesShape, 'list the favourites', signal);
  }

  async setFavourite(assetId: string, on: boolean, signal?: AbortSignal): Promise<void> {
    const errorFor = (response: RestResponse) => restError(response, 'change the favourites');
    if (on) await this.request('POST', FAVOURITES, { asset: assetId }, signal, errorFor);
    else
      await this.request('DELETE', `${FAVOURITES}?asset=${encodeURIComponent(assetId)}`, undefined, signal, errorFor);
  }

  connectMethods(signal?: AbortSignal): Promise<Readonly<Record<string, readonly ConnectMethod[]>>> {
    const path = '/api/v1/terminal/components/connect-methods/';
    return this.#get(path, connectMethodsShape, 'list the connect methods', signal);
  }

  async createConnectionToken(
    request: ConnectionTokenRequest,
    signal?: AbortSignal,
  ): Promise<{ readonly id: string; readonly expiresInSeconds: number }> {
    const body = {
      asset: request.assetId,
      account: request.account,
      protocol: request.protocol,
      connect_method: request.connectMethod,
      input_username: '',
      input_secret: '',
      connect_options: {},
      ...(request.reusable ? { is_reusable: true } : {}),
    };
    const response = await this.request('POST', TOKENS, body, signal, tokenError);
    const token = parse(response, connectionTokenShape, 'open a terminal');
    if (!token.isActive)
      throw new DrawbridgeError({
        code: 'token-refused',
        message: 'JumpServer wants an approval before anyone opens a terminal on this asset.',
        nextStep: 'Ask the person to request the approval on the site; then try again.',
        actor: 'person',
      });
    return { id: token.id, expiresInSeconds: token.expiresInSeconds };
  }

  connectionTokens(
    { limit, offset }: { readonly limit: number; readonly offset: number },
    signal?: AbortSignal,
  ): Promise<ConnectionTokenPage> {
    const path = `${TOKENS}?limit=${limit}&offset=${offset}`;
    return this.#get(path, connectionTokenPageShape, 'list the connection tokens', signal);
  }

  async expireConnectionToken(id: string, signal?: AbortSignal): Promise<{ readonly ended: boolean }> {
    const path = `${TOKENS}${encodeURIComponent(id)}/expire/`;
    try {
      await this.request('PATCH', path, {}, signal, (response) => restError(response, 'end the connection token'));
      return { ended: true };
    } catch (error) {
      // A used one looks like none.
      if (error instanceof DrawbridgeError && error.code === 'asset-not-found') return { ended: false };
      throw error;
    }
  }

  /**
   * Any request on the site's REST. Answers 2xx responses; everything else is thrown as a DrawbridgeError.
   * Repeats once, and only what the server refused before it acted: a stale CSRF token, a reading call throttled briefly.
   */
  async request(
    method: RestRequest['method'],
    path: string,
    body: unknown,
    signal: AbortSignal | undefined,
    errorFor: (response: RestResponse) => DrawbridgeError = (response) => restError(response, 'do this'),
  ): Promise<RestResponse> {
    const first = await this.#once(method, path, body, signal);
    const response = (await this.#maySucceedNow(method, first, signal))
      ? (await this.#once(method, path, body, signal)).response
      : first.response;
    if (response.status < 200 || response.status >= 300) throw errorFor(response);
    // HTML with 200 is a login page or a middleware's notice (protocol §3.1); a DELETE may answer nothing.
    if (response.body !== '' && !isJson(response)) throw signInRequired();
    return response;
  }

  /** Does what the refusal asks for, if it asks for something that can be done here: then the same request may pass. */
  async #maySucceedNow(
    method: RestRequest['method'],
    { response, csrf }: Sent,
    signal?: AbortSignal,
  ): Promise<boolean> {
    if (method !== 'GET' && csrfRefusal(response) === 'token') {
      await this.#renewCsrf(csrf, signal);
      return true;
    }
    const wait = retryAfterSeconds(response);
    if (response.status !== 429 || method !== 'GET' || wait > PATIENT_RETRY_SECONDS) return false;
    await sleep(this.#ports.clock, (wait + 1) * 1000, signal);
    return true;
  }

  /** The jar holds another token than the refused one afterwards, if the site gives one. */
  async #renewCsrf(refused: string | undefined, signal?: AbortSignal): Promise<void> {
    const { baseUrl, transport } = this.#ports;
    const url = `${baseUrl}${GUARD}`;
    // Meanwhile somebody else may have renewed it; a second renewal would void the token of the first.
    if (csrfToken(await transport.cookies(url)) !== refused) return;
    this.#renewing ??= this.#fetch({ method: 'GET', url }).finally(() => {
      this.#renewing = undefined;
    });
    await this.#renewing;
    signal?.throwIfAborted();
  }

  async #once(method: RestRequest['method'], path: string, body: unknown, signal?: AbortSignal): Promise<Sent> {
    const { baseUrl, transport, organisation } = this.#ports;
    const url = `${baseUrl}${path}`;
    const headers: Record<string, string> = { Accept: 'application/json' };
    const org = organisation();
    // Always said, so that a cookie left by the web pages in the same jar cannot change the scope (protocol §4.5).
    if (org) headers['X-JMS-ORG'] = org;
    const csrf = method === 'GET' ? undefined : csrfToken(await transport.cookies(url));
    if (method !== 'GET') {
      if (csrf) headers['X-CSRFToken'] = csrf;
      // No Origin: where TLS ends before core it passes only for addresses that the administrator listed (protocol §1.9).
      headers['Referer'] = `${baseUrl}/`;
      if (body !== undefined) headers['Content-Type'] = 'application/json';
    }
    const text = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await this.#fetch({ method, url, headers, ...text, ...(signal ? { signal } : {}) });
    this.#ports.onAnswer(path, response);
    return { response, csrf };
  }

  async #fetch(request: RestRequest): Promise<RestResponse> {
    const { baseUrl, transport, clock, onNoAnswer } = this.#ports;
    const deadline = new AbortController();
    const cancel = clock.after(DEADLINE_MS, () => deadline.abort(tooSlow(baseUrl)));
    const signal = request.signal ? AbortSignal.any([request.signal, deadline.signal]) : deadline.signal;
    try {
      return await transport.fetch({ ...request, signal });
    } catch (error) {
      onNoAnswer?.(error);
      throw error;
    } finally {
      cancel();
    }
  }

  async #get<T extends z.ZodType>(path: string, shape: T, doing: string, signal?: AbortSignal): Promise<z.output<T>> {
    const errorFor = (response: RestResponse) => restError(response, doing);
    return parse(await this.request('GET', path, undefined, signal, errorFor), shape, doing);
  }

  /** As many rows as asked for, over several pages where the server caps them (protocol §0.2). */
  async #assetPage(base: string, query: AssetQuery, signal?: AbortSignal): Promise<AssetPage> {
    const found: AssetSummary[] = [];
    for (let page = 0; ; page += 1) {
      const parameters = new URLSearchParams({
        limit: String(Math.min(query.limit - found.length, PAGE)),
        offset: String(query.offset + found.length),
        order: 'name',
      });
      if (query.search) parameters.set('search', query.search);
      if (query.recursive) parameters.set('all', '1');
      const { count, assets } = await this.#get(`${base}?${parameters}`, assetPageShape, 'list the assets', signal);
      found.push(...assets);
      const all = query.offset + found.length >= count;
      // `count` may differ from reality, so an empty page ends the list whatever it says (protocol §5.3).
      if (assets.length === 0 || all || found.length >= query.limit || page >= MAX_PAGES)
        return { total: assets.length === 0 ? Math.min(count, query.offset + found.length) : count, assets: found };
    }
  }

  /** By the node's own list, whose count is right; `node_id` on the flat list counts all assets (jumpserver-live §5.3). */
  async #assetsOfNode(nodeId: string, query: AssetQuery, signal?: AbortSignal): Promise<AssetPage> {
    const path = `/api/v1/perms/users/self/nodes/${encodeURIComponent(nodeId)}/assets/`;
    const wasBuilt = this.#treeBuilt;
    if (!wasBuilt) await this.nodes(signal);
    const page = await this.#assetPage(path, query, signal);
    if (page.total > 0 || !wasBuilt) return page;
    // The server drops the tree now and then, and another user has another one: empty is believed after a fresh tree only.
    await this.nodes(signal);
    return this.#assetPage(path, query, signal);
  }
}

function parse<T extends z.ZodType>(response: RestResponse, shape: T, doing: string): z.output<T> {
  let cause: unknown;
  try {
    const parsed = shape.safeParse(JSON.parse(response.body));
    if (parsed.success) return parsed.data;
    cause = parsed.error;
  } catch (error) {
    cause = error; // cut short on the way, or empty
  }
  throw new DrawbridgeError({
    code: 'site-error',
    message: `JumpServer answered in a way that Drawbridge does not know when asked to ${doing}.`,
    nextStep: 'Report this with the JumpServer version; versions 3.10 and newer are supported.',
    actor: 'person',
    cause,
  });
}

function tooSlow(baseUrl: string): DrawbridgeError {
  return new DrawbridgeError({
    code: 'site-unreachable',
    message: `${new URL(baseUrl).host} did not answer within ${DEADLINE_MS / 1000} s.`,
    nextStep: 'Check the network and the VPN, then try again.',
    actor: 'person',
  });
}
