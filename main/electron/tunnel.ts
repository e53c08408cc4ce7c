import net from 'node:net';
import tls from 'node:tls';
import type { Session } from 'electron';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import type { CertificateTrust } from './certificate-trust.ts';
import { whenConnected } from './connected-socket.ts';
import { networkError } from './network-error.ts';
import { type ProxyCredentials, proxyName } from './proxy-logins.ts';
import { type ProxyRoute, proxyRoutes } from './proxy-route.ts';
import { connectThrough, connectThroughSocks } from './proxy-tunnel.ts';

export interface RoutePorts {
  readonly session: Session;
  readonly trust: CertificateTrust;
  /** Makes Chromium look at the host's certificate once more. */
  readonly askChromium: () => Promise<void>;
  /** User name and password for a proxy that asks; null gives up. */
  readonly proxyLogin: (
    proxy: string,
    realm: string,
    refused: ProxyCredentials | null,
  ) => Promise<ProxyCredentials | null>;
}

/** The routes that Chromium would take, tried in its order. */
export async function reach(ports: RoutePorts, url: URL, port: number): Promise<net.Socket> {
  const routes = proxyRoutes(await ports.session.resolveProxy(url.href.replace(/^ws/, 'http')));
  let last: unknown;
  for (const route of routes) {
    try {
      return await reachBy(route, ports, url, port);
    } catch (error) {
      last = error;
    }
  }
  throw last;
}

function reachBy(route: ProxyRoute, ports: RoutePorts, url: URL, port: number): Promise<net.Socket> {
  const target = { host: bareHost(url), port };
  switch (route.kind) {
    case 'direct':
      return reachDirectly(ports.session, url, port);
    case 'socks5':
      return connectThroughSocks(route, target);
    case 'http':
    case 'https': {
      const proxy = proxyName(route);
      return connectThrough(route, target, (realm, refused) => ports.proxyLogin(proxy, realm, refused));
    }
    case 'unsupported':
      throw new DrawbridgeError({
        code: 'site-unreachable',
        message: `Terminals cannot go through the proxy that the system names (${route.name}).`,
        nextStep: 'Use an HTTP proxy for this site, or connect directly.',
        actor: 'person',
      });
    default:
      return route satisfies never;
  }
}

async function reachDirectly(session: Session, url: URL, port: number): Promise<net.Socket> {
  // Chromium resolves names that Node does not (*.localhost, DNS over HTTPS).
  const host = bareHost(url);
  const addresses = net.isIP(host)
    ? [host]
    : (await session.resolveHost(host)).endpoints.map((endpoint) => endpoint.address);
  let last: unknown = networkError(url.host, new Error('ERR_NAME_NOT_RESOLVED'));
  for (const address of addresses) {
    const socket = net.connect({ host: address, port });
    try {
      await whenConnected(socket, 'connect', url.host);
      return socket;
    } catch (error) {
      last = error;
    }
  }
  throw last;
}

/** Host names of addresses come bracketed. */
const bareHost = (url: URL) => url.hostname.replace(/^\[|\]$/g, '');

/**
 * A connected socket to the URL's host on the route that Chromium would take. For wss the certificate has met one that
 * Chromium accepted before any byte of a request leaves.
 */
export async function openTunnel(ports: RoutePorts, href: string): Promise<net.Socket> {
  const url = new URL(href);
  const secure = url.protocol === 'wss:';
  const port = Number(url.port) || (secure ? 443 : 80);
  const carrier = await reach(ports, url, port);
  carrier.setNoDelay(true);
  if (!secure) return carrier;
  const bare = bareHost(url);
  const socket = tls.connect({
    socket: carrier,
    servername: net.isIP(bare) ? '' : bare,
    ALPNProtocols: ['http/1.1'],
    // Not "accept everything": the fingerprint below must be one that Chromium accepted.
    rejectUnauthorized: false,
  });
  await whenConnected(socket, 'secureConnect', url.host);
  const fingerprint = socket.getPeerCertificate().fingerprint256;
  if (!ports.trust.accepts(url.hostname, fingerprint)) await ports.askChromium();
  if (!ports.trust.accepts(url.hostname, fingerprint)) {
    socket.destroy();
    throw networkError(url.host, new Error(ports.trust.refusal(url.hostname) ?? 'ERR_CERT_INVALID'));
  }
  return socket;
}
