import net from 'node:net';
import tls from 'node:tls';
import type { CertificateFacts, SiteRoute } from '../doctor/site-route.ts';
import { whenConnected } from './connected-socket.ts';
import { proxyRoutes } from './proxy-route.ts';
import { type RoutePorts, reach } from './tunnel.ts';

/** The way to one site as its own partition takes it: for looking, never for sending. */
export function electronSiteRoute(ports: RoutePorts, origin: string): SiteRoute {
  const url = new URL(origin);
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
  return {
    async ways() {
      return proxyRoutes(await ports.session.resolveProxy(origin)).map((route) =>
        route.kind === 'direct' || route.kind === 'unsupported'
          ? route
          : { kind: 'proxy', host: route.host, port: route.port },
      );
    },
    async accepts(host, proxyPort, signal) {
      const socket = net.connect({ host, port: proxyPort });
      const stop = () => socket.destroy();
      signal.addEventListener('abort', stop, { once: true });
      try {
        await whenConnected(socket, 'connect', host);
        return true;
      } catch {
        return false; // refused, not found, or too slow: the same to whoever wants to use it
      } finally {
        signal.removeEventListener('abort', stop);
        socket.destroy();
      }
    },
    async certificate(signal) {
      if (url.protocol !== 'https:') return null;
      const carrier = await reach(ports, url, port);
      const stop = () => carrier.destroy();
      signal.addEventListener('abort', stop, { once: true });
      try {
        return await readCertificate(ports, url, carrier);
      } finally {
        signal.removeEventListener('abort', stop);
        carrier.destroy();
      }
    },
  };
}

async function readCertificate(ports: RoutePorts, url: URL, carrier: net.Socket): Promise<CertificateFacts> {
  const bare = url.hostname.replace(/^\[|\]$/g, '');
  // Only looked at: no byte of a request follows, and the verdict is Chromium's.
  const socket = tls.connect({ socket: carrier, servername: net.isIP(bare) ? '' : bare, rejectUnauthorized: false });
  await whenConnected(socket, 'secureConnect', url.host);
  const { issuer, valid_to: validTo, fingerprint256: fingerprint } = socket.getPeerCertificate();
  socket.destroy();
  // Nothing is asked here: the request before this one has met Chromium's verdict, or put the question to the person.
  const trust = ports.trust.verdict(url.hostname, fingerprint);
  return {
    issuer: [issuer.O ?? issuer.CN ?? ''].flat().join(', '),
    validTo: Date.parse(validTo),
    trust,
    problem: trust !== 'refused' ? '' : (ports.trust.refusal(url.hostname, fingerprint) ?? 'not trusted'),
  };
}
