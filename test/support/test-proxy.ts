import { createServer, request as forward, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import net from 'node:net';
import type { Duplex } from 'node:stream';
import type { TestCertificate } from './certificates.ts';

export interface TestProxyOptions {
  /** Asked for by basic authentication; none by default. */
  readonly login?: { readonly username: string; readonly password: string };
  readonly realm?: string;
  /** Schemes that a 407 offers in place of Basic, such as `NTLM`. */
  readonly schemes?: readonly string[];
  /** An HTTPS proxy: the way to the proxy itself is encrypted. */
  readonly certificate?: TestCertificate;
  /** Where a name leads; by default every `*.localhost` is this machine. */
  readonly resolve?: (host: string) => string;
}

export interface SeenRequest {
  readonly method: string;
  /** `host:port` of a CONNECT, else the whole URL. */
  readonly target: string;
  /** User name and password as they came, `alice:secret`; null where there were none. */
  readonly credentials: string | null;
  /** What the proxy answered. */
  readonly status: number;
  /** Every header as it came, to see what must not be there. */
  readonly headers: IncomingMessage['headers'];
}

const REALM = 'office';

/** A forward proxy as companies have them: CONNECT and absolute addresses, with or without basic authentication (RFC 9110 §9.3.6). */
export class TestProxy {
  readonly port: number;
  readonly seen: SeenRequest[] = [];
  readonly #server: Server;
  readonly #sockets: Set<Duplex>;

  private constructor(server: Server, sockets: Set<Duplex>, port: number) {
    this.#server = server;
    this.#sockets = sockets;
    this.port = port;
  }

  static async start(options: TestProxyOptions = {}): Promise<TestProxy> {
    const { certificate } = options;
    const server = certificate ? createTlsServer({ key: certificate.key, cert: certificate.cert }) : createServer();
    const sockets = new Set<Duplex>();
    server.on('connection', (socket: net.Socket) => track(sockets, socket));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the proxy listens on a TCP port');
    const proxy = new TestProxy(server, sockets, address.port);
    server.on('connect', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      const target = request.url ?? '';
      if (!proxy.#admit(options, request, target)) {
        socket.end(`HTTP/1.1 407 Proxy Authentication Required\r\n${challenge(options)}Content-Length: 0\r\n\r\n`);
        return;
      }
      const { hostname, port } = new URL(`http://${target}`);
      const upstream = net.connect({ host: reach(options, hostname), port: Number(port) || 80 });
      track(sockets, upstream);
      upstream.once('connect', () => {
        // In two pieces, as slow networks deliver it.
        socket.write('HTTP/1.1 200 Connection established\r\nVia: 1.1 te');
        setImmediate(() => {
          socket.write('st\r\n\r\n');
          if (head.length > 0) upstream.write(head);
          upstream.pipe(socket).pipe(upstream);
        });
      });
      upstream.once('error', () => socket.end('HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n'));
      socket.once('error', () => upstream.destroy());
    });
    server.on('request', (request: IncomingMessage, response: ServerResponse) =>
      proxy.#pass(options, request, response),
    );
    return proxy;
  }

  /** `127.0.0.1:<port>`, as system settings name it. */
  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  /** The hosts that it opened tunnels to. */
  tunnels(): readonly string[] {
    return this.seen.filter(({ method, status }) => method === 'CONNECT' && status === 200).map(({ target }) => target);
  }

  async dispose(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #admit(options: TestProxyOptions, request: IncomingMessage, target: string): boolean {
    const { 'proxy-authorization': given, ...headers } = request.headers;
    const credentials = given ? Buffer.from(given.replace(/^Basic /i, ''), 'base64').toString() : null;
    const { login, schemes } = options;
    const free = login === undefined && schemes === undefined;
    const admitted = free || (login !== undefined && credentials === `${login.username}:${login.password}`);
    const { method = '' } = request;
    this.seen.push({ method, target, credentials, status: admitted ? 200 : 407, headers });
    return admitted;
  }

  #pass(options: TestProxyOptions, request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '', 'http://not.absolute');
    if (!this.#admit(options, request, url.href)) {
      const names = options.schemes ?? [`Basic realm="${options.realm ?? REALM}"`];
      response.writeHead(407, { 'Proxy-Authenticate': [...names] }).end();
      return;
    }
    const { 'proxy-authorization': _ours, 'proxy-connection': _too, ...headers } = request.headers;
    const { method } = request;
    const upstream = forward(
      { host: reach(options, url.hostname), port: url.port || 80, path: url.pathname + url.search, method, headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    upstream.once('error', () => response.writeHead(502).end());
    request.pipe(upstream);
  }
}

/** A web server for one proxy script (PAC). */
export async function servePac(script: string): Promise<{ readonly url: string; dispose(): Promise<void> }> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'application/x-ns-proxy-autoconfig' }).end(script);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the script is served on a TCP port');
  return {
    url: `http://127.0.0.1:${address.port}/proxy.pac`,
    dispose: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function challenge({ schemes, realm = REALM }: TestProxyOptions): string {
  return (schemes ?? [`Basic realm="${realm}"`]).map((one) => `Proxy-Authenticate: ${one}\r\n`).join('');
}

function reach({ resolve }: TestProxyOptions, host: string): string {
  if (resolve) return resolve(host);
  return host === 'localhost' || host.endsWith('.localhost') ? '127.0.0.1' : host;
}

function track(sockets: Set<Duplex>, socket: Duplex): void {
  sockets.add(socket);
  socket.once('close', () => sockets.delete(socket));
}
