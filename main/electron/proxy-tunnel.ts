import net from 'node:net';
import tls from 'node:tls';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import { whenConnected } from './connected-socket.ts';
import type { ProxyCredentials } from './proxy-logins.ts';

/** A proxy that says more before its blank line is none. */
const MAX_HEAD_BYTES = 16 * 1024;
const HEAD_MS = 30_000;

export interface HttpProxy {
  readonly kind: 'http' | 'https';
  readonly host: string;
  readonly port: number;
}

export interface Target {
  readonly host: string;
  readonly port: number;
}

/** Asked for each 407; `refused` is what was sent last. Null gives up. */
export type ProxyAuthentication = (realm: string, refused: ProxyCredentials | null) => Promise<ProxyCredentials | null>;

/** A tunnel through an HTTP proxy (RFC 9110 §9.3.6), with basic authentication where it asks (RFC 7617). */
export async function connectThrough(
  proxy: HttpProxy,
  target: Target,
  login: ProxyAuthentication,
): Promise<net.Socket> {
  let given: ProxyCredentials | null = null;
  for (;;) {
    const socket = await reachProxy(proxy);
    try {
      const { status, challenges } = await askFor(socket, target, given);
      if (status >= 200 && status < 300) return socket;
      if (status !== 407) throw refused(proxy, `it answered ${status}`);
      const realm = basicRealm(challenges);
      if (realm === null) throw unspoken(proxy, challenges);
      given = await login(realm, given);
      if (!given) throw refused(proxy, 'it wants a user name and a password, and none was given');
      socket.destroy();
    } catch (error) {
      socket.destroy();
      throw error;
    }
  }
}

/** A tunnel through a SOCKS5 proxy that wants no authentication (RFC 1928); the proxy resolves the name. */
export async function connectThroughSocks(proxy: Target, target: Target): Promise<net.Socket> {
  const socket = net.connect(proxy);
  await whenConnected(socket, 'connect', `the proxy ${proxy.host}:${proxy.port}`);
  const named = { kind: 'http', ...proxy } as const;
  try {
    socket.write(Buffer.from([5, 1, 0]));
    const method = await readExactly(socket, 2);
    if (method[0] !== 5 || method[1] !== 0) throw refused(named, 'it wants an authentication that is not supported');
    const name = Buffer.from(target.host);
    socket.write(Buffer.concat([Buffer.from([5, 1, 0, 3, name.length]), name, portBytes(target.port)]));
    const [, status = 0xff, , type] = await readExactly(socket, 4);
    if (status !== 0) throw refused(named, `it answered ${status}`);
    const length = type === 3 ? ((await readExactly(socket, 1))[0] ?? 0) : type === 4 ? 16 : 4;
    await readExactly(socket, length + 2);
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

async function reachProxy({ kind, host, port }: HttpProxy): Promise<net.Socket> {
  const name = `the proxy ${host}:${port}`;
  if (kind === 'http') {
    const socket = net.connect({ host, port });
    await whenConnected(socket, 'connect', name);
    return socket;
  }
  const socket = tls.connect({ host, port, servername: net.isIP(host) ? '' : host, ALPNProtocols: ['http/1.1'] });
  await whenConnected(socket, 'secureConnect', name);
  return socket;
}

async function askFor(socket: net.Socket, target: Target, given: ProxyCredentials | null) {
  const authority = `${net.isIPv6(target.host) ? `[${target.host}]` : target.host}:${target.port}`;
  const lines = [`CONNECT ${authority} HTTP/1.1`, `Host: ${authority}`];
  if (given) {
    const token = Buffer.from(`${given.username}:${given.password}`).toString('base64');
    lines.push(`Proxy-Authorization: Basic ${token}`);
  }
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  const head = (await readUntil(socket, '\r\n\r\n')).toString('latin1');
  const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(head)?.[1] ?? 0);
  const challenges = [...head.matchAll(/^proxy-authenticate:\s*(.+)$/gim)].map(([, text = '']) => text.trim());
  return { status, challenges };
}

function basicRealm(challenges: readonly string[]): string | null {
  const basic = challenges.find((one) => /^basic\b/i.test(one));
  return basic === undefined ? null : (/realm="([^"]*)"/i.exec(basic)?.[1] ?? '');
}

/** Everything up to and with the mark; what follows goes back into the socket. */
function readUntil(socket: net.Socket, mark: string): Promise<Buffer> {
  return readWhile(socket, (bytes) => {
    const at = bytes.indexOf(mark);
    return at === -1 ? null : at + mark.length;
  });
}

function readExactly(socket: net.Socket, length: number): Promise<Buffer> {
  return readWhile(socket, (bytes) => (bytes.length < length ? null : length));
}

function readWhile(socket: net.Socket, end: (bytes: Buffer) => number | null): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let bytes: Buffer = Buffer.alloc(0);
    const done = (action: () => void) => {
      clearTimeout(timer);
      socket.off('data', onData).off('error', onError).off('close', onClose);
      socket.pause();
      action();
    };
    const onError = (error: Error) => done(() => reject(error));
    const onClose = () => done(() => reject(new Error('ERR_TUNNEL_CONNECTION_FAILED')));
    const onData = (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
      const at = end(bytes);
      if (at === null && bytes.length <= MAX_HEAD_BYTES) return;
      if (at === null) return onError(new Error('ERR_RESPONSE_HEADERS_TOO_BIG'));
      done(() => {
        if (at < bytes.length) socket.unshift(bytes.subarray(at));
        resolve(bytes.subarray(0, at));
      });
    };
    const timer = setTimeout(() => onError(new Error('ERR_TIMED_OUT')), HEAD_MS);
    socket.on('data', onData).on('error', onError).on('close', onClose);
  });
}

function portBytes(port: number): Buffer {
  return Buffer.from([port >> 8, port & 0xff]);
}

function refused({ host, port }: Target, why: string): DrawbridgeError {
  return new DrawbridgeError({
    code: 'site-unreachable',
    message: `The proxy ${host}:${port} refuses the connection: ${why}.`,
    nextStep: 'Check the proxy in the system settings, or ask whoever runs it.',
    actor: 'person',
  });
}

function unspoken({ host, port }: Target, challenges: readonly string[]): DrawbridgeError {
  const schemes = challenges.map((one) => one.split(/\s/)[0]).join(', ') || 'none that it names';
  return new DrawbridgeError({
    code: 'site-unreachable',
    message: `The proxy ${host}:${port} wants a kind of sign-in that terminals cannot give (${schemes}).`,
    nextStep: 'Use a proxy with basic authentication for this site, or reach the site without one.',
    actor: 'person',
  });
}
