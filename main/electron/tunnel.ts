import net from 'node:net';
import tls from 'node:tls';
import type { Session } from 'electron';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import type { CertificateTrust } from './certificate-trust.ts';
import { whenConnected } from './connected-socket.ts';
import { networkError, proxyRefusal } from './network-error.ts';
import type { ProxyLogin } from './proxy-logins.ts';
import { type ProxyRoute, proxyName, proxyRoutes } from './proxy-route.ts';
import { connectThrough, connectThroughSocks } from './proxy-tunnel.ts';

export interface RoutePorts {
  readonly session: Session;
  readonly trust: CertificateTrust;
  /** Makes Chromium look at this certificate of the host once more, on its way to the site. */
  readonly askChromium: (host: string, fingerprint: string) => Promise<void>;
  readonly proxyLogin: ProxyLogin;
}

/** A proxy that cannot be reached, or not by us: the next one is tried, as Chromium does. What it refuses is refused. */
class DeadRoute extends Error {}

/** The routes that Chromium would take, tried in its order. */
export async function reach(ports: RoutePorts, url: URL, port: number): Promise<net.Socket> {
  const routes = proxyRoutes(await ports.session.resolveProxy(url.href.replace(/^ws/, 'http')));
  let last: unknown;
  for (const route of routes) {
    try {
      return await reachBy(route, ports, url, port);
    } catch (error) {
      if (!(error instanceof DeadRoute)) throw error;
      last ??= error.cause;
    }
  }
  throw last;
}

async function reachBy(route: ProxyRoute, ports: RoutePorts, url: URL, port: number): Promise<net.Socket> {
  const target = { host: bareHost(url), port };
  switch (route.kind) {
    case 'direct':
      return connectTo(ports.session, target, url.host);
    case 'socks5':
      return connectThroughSocks(route, await dial(ports, route), target);
    case 'http':
    case 'https': {
      const login = (realm: string, refused: Parameters<ProxyLogin>[2]) =>
        ports.proxyLogin(proxyName(route), realm, refused);
      return connectThrough({ proxy: route, dial: () => dial(ports, route), login }, target);
    }
    case 'unsupported':
      throw new DeadRoute(route.name, {
        cause: new DrawbridgeError({
          code: 'site-unreachable',
          message: `Terminals cannot go through the proxy that the system names (${route.name}).`,
          nextStep: 'Use an HTTP or a SOCKS5 proxy for this site, or connect directly.',
          actor: 'person',
        }),
      });
    default:
      return route satisfies never;
  }
}

async function dial(ports: RoutePorts, proxy: Extract<ProxyRoute, { readonly port: number }>): Promise<net.Socket> {
  const name = `The proxy ${proxyName(proxy)}`;
  let socket: net.Socket;
  try {
    socket = await connectTo(ports.session, proxy, name);
  } catch (error) {
    throw new DeadRoute(name, { cause: error });
  }
  if (proxy.kind !== 'https') return socket;
  return secured(ports, socket, { host: proxy.host, name }, () =>
    proxyRefusal(proxyName(proxy), 'this computer does not trust its certificate'),
  );
}

async function connectTo(
  session: Session,
  { host, port }: { readonly host: string; readonly port: number },
  name: string,
): Promise<net.Socket> {
  // Chromium resolves names that Node does not (*.localhost, DNS over HTTPS).
  const addresses = net.isIP(host) ? [host] : await resolve(session, host, name);
  let last: unknown = networkError(name, new Error('ERR_NAME_NOT_RESOLVED'));
  for (const address of addresses) {
    const socket = net.connect({ host: address, port });
    try {
      await whenConnected(socket, 'connect', name);
      return socket;
    } catch (error) {
      last = error;
    }
  }
  throw last;
}

async function resolve(session: Session, host: string, name: string): Promise<readonly string[]> {
  try {
    return (await session.resolveHost(host)).endpoints.map(({ address }) => address);
  } catch (error) {
    throw networkError(name, error instanceof Error ? error : new Error(String(error)));
  }
}

/** Host names of addresses come bracketed. */
const bareHost = (url: URL) => url.hostname.replace(/^\[|\]$/g, '');

/** TLS on top of the carrier. The certificate has met one that Chromium accepted before any byte of a request leaves. */
async function secured(
  ports: RoutePorts,
  carrier: net.Socket,
  { host, name }: { readonly host: string; readonly name: string },
  distrust: (problem: string) => DrawbridgeError,
): Promise<net.Socket> {
  const bare = host.replace(/^\[|\]$/g, '');
  const socket = tls.connect({
    socket: carrier,
    servername: net.isIP(bare) ? '' : bare,
    ALPNProtocols: ['http/1.1'],
    // Not "accept everything": the fingerprint below must be one that Chromium accepted.
    rejectUnauthorized: false,
  });
  await whenConnected(socket, 'secureConnect', name);
  const { trust } = ports;
  const fingerprint = socket.getPeerCertificate().fingerprint256;
  // The server may give up while a person thinks: whoever uses the socket then hears of it.
  const hush = () => {};
  socket.on('error', hush);
  if (!trust.accepts(host, fingerprint)) await ports.askChromium(host, fingerprint);
  socket.off('error', hush);
  if (trust.accepts(host, fingerprint) && !socket.destroyed) return socket;
  socket.destroy();
  throw trust.accepts(host, fingerprint)
    ? networkError(name, new Error('ERR_CONNECTION_CLOSED'))
    : distrust(trust.refusal(host, fingerprint) ?? 'ERR_CERT_INVALID');
}

/** A connected socket to the URL's host on the route that Chromium would take; for wss with a certificate that it accepted. */
export async function openTunnel(ports: RoutePorts, href: string): Promise<net.Socket> {
  const url = new URL(href);
  const secure = url.protocol === 'wss:';
  const carrier = await reach(ports, url, Number(url.port) || (secure ? 443 : 80));
  carrier.setNoDelay(true);
  if (!secure) return carrier;
  const site = { host: url.hostname, name: url.host };
  return secured(ports, carrier, site, (problem) => networkError(url.host, new Error(problem)));
}
