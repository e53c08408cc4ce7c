import net from 'node:net';
import tls from 'node:tls';
import type { Session } from 'electron';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import type { CertificateTrust } from './certificate-trust.ts';
import { networkError } from './network-error.ts';

/** Names, proxies and TLS have this long each; a firewall that drops packets must not hold a call. */
const CONNECT_MS = 15_000;

export interface RoutePorts {
  readonly session: Session;
  readonly trust: CertificateTrust;
  /** Makes Chromium look at the host's certificate once more. */
  readonly askChromium: () => Promise<void>;
}

/** Resolves with the event; rejects as `site-unreachable` naming `host`. */
export function connected(socket: net.Socket, event: 'connect' | 'secureConnect', host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => {
      socket.destroy();
      reject(networkError(host, error));
    };
    socket.setTimeout(CONNECT_MS, () => fail(new Error('ERR_TIMED_OUT')));
    socket.once('error', fail);
    socket.once(event, () => {
      socket.setTimeout(0);
      socket.off('error', fail);
      resolve();
    });
  });
}

/** The proxy that Chromium would take, as `host:port`; null for a direct connection. */
async function proxyFor(session: Session, url: URL): Promise<string | null> {
  const [first = 'DIRECT'] = (await session.resolveProxy(url.href.replace(/^ws/, 'http'))).split(';');
  const [kind = '', address = ''] = first.trim().split(/\s+/);
  if (kind === 'DIRECT') return null;
  if (kind === 'PROXY') return address;
  throw new DrawbridgeError({
    code: 'site-unreachable',
    message: `Terminals cannot go through the proxy that the system names (${kind}).`,
    nextStep: 'Use an HTTP proxy for this site, or connect directly.',
    actor: 'person',
  });
}

async function throughProxy(proxy: string, url: URL, port: number): Promise<net.Socket> {
  const [host = '', proxyPort = '3128'] = proxy.split(':');
  const socket = net.connect({ host, port: Number(proxyPort) });
  await connected(socket, 'connect', `the proxy ${proxy}`);
  socket.write(`CONNECT ${url.hostname}:${port} HTTP/1.1\r\nHost: ${url.hostname}:${port}\r\n\r\n`);
  const head = await new Promise<string>((resolve, reject) => {
    socket.once('error', reject);
    socket.once('data', (chunk) => resolve(chunk.toString('latin1')));
    socket.once('close', () => reject(new Error('ERR_TUNNEL_CONNECTION_FAILED')));
  });
  if (!/^HTTP\/1\.[01] 200/.test(head)) {
    socket.destroy();
    throw networkError(url.host, new Error('ERR_TUNNEL_CONNECTION_FAILED'));
  }
  return socket;
}

/** A TCP connection on the route that Chromium would take. */
export async function reach(ports: RoutePorts, url: URL, port: number): Promise<net.Socket> {
  const proxy = await proxyFor(ports.session, url);
  if (proxy !== null) return throughProxy(proxy, url, port);
  // Chromium resolves names that Node does not (*.localhost, DNS over HTTPS); host names of addresses come bracketed.
  const bare = url.hostname.replace(/^\[|\]$/g, '');
  const addresses = net.isIP(bare)
    ? [bare]
    : (await ports.session.resolveHost(bare)).endpoints.map((endpoint) => endpoint.address);
  let last: unknown = networkError(url.host, new Error('ERR_NAME_NOT_RESOLVED'));
  for (const address of addresses) {
    const socket = net.connect({ host: address, port });
    try {
      await connected(socket, 'connect', url.host);
      socket.setNoDelay(true);
      return socket;
    } catch (error) {
      last = error;
    }
  }
  throw last;
}

/**
 * A connected socket to the URL's host on the route that Chromium would take. For wss the certificate has met one that
 * Chromium accepted before any byte of a request leaves.
 */
export async function openTunnel(ports: RoutePorts, href: string): Promise<net.Socket> {
  const url = new URL(href);
  const secure = url.protocol === 'wss:';
  const port = Number(url.port) || (secure ? 443 : 80);
  const carrier = await reach(ports, url, port);
  if (!secure) return carrier;
  const bare = url.hostname.replace(/^\[|\]$/g, '');
  const socket = tls.connect({
    socket: carrier,
    servername: net.isIP(bare) ? '' : bare,
    ALPNProtocols: ['http/1.1'],
    // Not "accept everything": the fingerprint below must be one that Chromium accepted.
    rejectUnauthorized: false,
  });
  await connected(socket, 'secureConnect', url.host);
  const fingerprint = socket.getPeerCertificate().fingerprint256;
  if (!ports.trust.accepts(url.hostname, fingerprint)) await ports.askChromium();
  if (!ports.trust.accepts(url.hostname, fingerprint)) {
    socket.destroy();
    throw networkError(url.host, new Error(ports.trust.refusal(url.hostname) ?? 'ERR_CERT_INVALID'));
  }
  return socket;
}
