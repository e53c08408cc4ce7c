import net from 'node:net';
import type { DrawbridgeError } from '../errors/drawbridge-error.ts';
import { proxyRefusal } from './network-error.ts';
import type { ProxyCredentials } from './proxy-logins.ts';
import { proxyName } from './proxy-route.ts';

/** A proxy that says more before its blank line is none. */
const MAX_HEAD_BYTES = 16 * 1024;
const HEAD_MS = 30_000;

export interface Target {
  readonly host: string;
  readonly port: number;
}

/** Asked for each 407; `refused` is what was sent last. Null gives up. */
type ProxyAuthentication = (realm: string, refused: ProxyCredentials | null) => Promise<ProxyCredentials | null>;

export interface HttpProxyPorts {
  readonly proxy: Target;
  /** A fresh connection to the proxy itself. */
  readonly dial: () => Promise<net.Socket>;
  readonly login: ProxyAuthentication;
}

/** A tunnel through an HTTP proxy (RFC 9110 §9.3.6), with basic authentication where it asks (RFC 7617). */
export async function connectThrough({ proxy, dial, login }: HttpProxyPorts, target: Target): Promise<net.Socket> {
  let given: ProxyCredentials | null = null;
  for (;;) {
    const socket = await dial();
    try {
      const { status, challenges } = await askFor(socket, target, given);
      if (status >= 200 && status < 300) return socket;
      if (status !== 407) throw refused(proxy, status === 0 ? 'what it answered is no HTTP' : `it answered ${status}`);
      const realm = basicRealm(challenges);
      if (realm === null) throw unspoken(proxy, challenges);
      // Thinking lasts longer than the proxy waits, and some close after a 407 anyway.
      socket.destroy();
      given = await login(realm, given);
      if (!given) throw refused(proxy, 'it wants a user name and a password, and none was given');
    } catch (error) {
      socket.destroy();
      throw error;
    }
  }
}

/** A tunnel through a SOCKS5 proxy that wants no authentication (RFC 1928); the proxy resolves the name. Takes the socket over. */
export async function connectThroughSocks(proxy: Target, socket: net.Socket, target: Target): Promise<net.Socket> {
  try {
    socket.write(Buffer.from([5, 1, 0]));
    const [version, method] = await readExactly(socket, 2);
    if (version !== 5) throw refused(proxy, 'it does not speak SOCKS5');
    if (method !== 0) throw refused(proxy, 'it wants an authentication that is not supported');
    socket.write(Buffer.concat([Buffer.from([5, 1, 0]), socksAddress(target.host), portBytes(target.port)]));
    const [, status = 0xff, , type] = await readExactly(socket, 4);
    if (status !== 0) throw refused(proxy, `it answered ${status}`);
    const length = type === 3 ? ((await readExactly(socket, 1))[0] ?? 0) : type === 4 ? 16 : 4;
    await readExactly(socket, length + 2);
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

function socksAddress(host: string): Buffer {
  if (net.isIPv4(host)) return Buffer.from([1, ...host.split('.').map(Number)]);
  const name = Buffer.from(host);
  return Buffer.concat([Buffer.from([3, name.length]), name]);
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
    // The read before left it paused, so that nothing is lost in between.
    socket.resume();
  });
}

function portBytes(port: number): Buffer {
  return Buffer.from([port >> 8, port & 0xff]);
}

function refused(proxy: Target, why: string): DrawbridgeError {
  return proxyRefusal(proxyName(proxy), why);
}

function unspoken(proxy: Target, challenges: readonly string[]): DrawbridgeError {
  const schemes = challenges.map((one) => one.split(/\s/)[0]).join(', ') || 'none that it names';
  return refused(
    proxy,
    `it wants a kind of sign-in that terminals cannot give (${schemes}); basic authentication they can`,
  );
}
