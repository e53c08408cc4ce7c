import { net, type Session } from 'electron';
import type { RestRequest, RestResponse } from '../jumpserver/rest-transport.ts';
import { networkError, proxyRefusal } from './network-error.ts';
import type { ProxyCredentials, ProxyLogin } from './proxy-logins.ts';
import { proxyName, proxyRoutes } from './proxy-route.ts';

/** A REST answer larger than this is not one (lists are paged). */
const MAX_BODY_BYTES = 32 * 1024 * 1024;

/** One request without following redirects. Rejects with DrawbridgeError or the signal's reason. */
export function requestOnce(from: Session, request: RestRequest, proxyLogin: ProxyLogin): Promise<RestResponse> {
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
    let given: ProxyCredentials | null = null;
    let unanswered: string | null = null;
    outgoing.on('login', (info, answer) => {
      // A site's own question is not ours to answer: nothing of the person's goes there by itself.
      if (!info.isProxy) return answer();
      const proxy = proxyName(info);
      proxyLogin(proxy, info.realm, given).then(
        (credentials) => {
          given = credentials;
          if (!credentials) unanswered = proxy;
          answer(credentials?.username, credentials?.password);
        },
        () => answer(),
      );
    });
    const fail = async (error: Error) => {
      if (unanswered !== null)
        return proxyRefusal(unanswered, 'it wants a user name and a password, and none was given');
      const proxy = /ERR_(PROXY|TUNNEL|SOCKS)/.test(error.message) ? await proxyOf(from, request.url) : undefined;
      return networkError(host, error, proxy);
    };
    outgoing.on('redirect', (status, _method, location, headers) => {
      settle(() => resolve({ status, headers: { ...flat(headers), location }, body: '' }));
      outgoing.abort();
    });
    const failed = (error: Error) => settle(() => void fail(error).then(reject, reject));
    outgoing.on('error', failed);
    outgoing.on('response', (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk) => {
        size += chunk.length;
        if (size > MAX_BODY_BYTES) {
          failed(new Error(`the answer is larger than ${MAX_BODY_BYTES} bytes`));
          outgoing.abort();
          return;
        }
        chunks.push(chunk);
      });
      response.on('error', failed);
      // The proxy's own answer, and not the site's: what it says is not for the caller.
      if (response.statusCode === 407) {
        failed(new Error('ERR_PROXY_AUTH_REQUESTED'));
        outgoing.abort();
        return;
      }
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

/** The proxy that Chromium takes to this address, for an error to name; undefined where it takes none. */
async function proxyOf(from: Session, url: string): Promise<string | undefined> {
  const route = proxyRoutes(await from.resolveProxy(url)).find(({ kind }) => kind !== 'direct');
  if (!route || route.kind === 'direct') return undefined;
  return route.kind === 'unsupported' ? route.name : proxyName(route);
}

function flat(headers: Readonly<Record<string, string | readonly string[]>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name.toLowerCase(),
      typeof value === 'string' ? value : value.join(', '),
    ]),
  );
}
