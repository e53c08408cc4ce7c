import net from 'node:net';
import tls from 'node:tls';
import WebSocket, { type RawData } from 'ws';
import { type SiteSocket, UpgradeRefused } from './socket-transport.ts';

export interface OpenSiteSocket {
  readonly url: string;
  readonly protocols: readonly string[];
  /** `Cookie`, `User-Agent`, … */
  readonly headers: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /**
   * Makes the TCP or TLS socket: where the app's adapter puts proxies and certificate pins. By default a plain
   * `net` or `tls` connection.
   */
  readonly createConnection?: (options: net.TcpNetConnectOpts & tls.ConnectionOptions) => net.Socket;
}

/** KoKo's frames are about 1 KiB and CONNECT a few; a frame of 50 MB is an attack. */
const maxPayload = 8 * 1024 * 1024;
const handshakeTimeout = 15_000;
/** A live KoKo never closes TCP (jumpserver-live §7.16): this long for our Close frame to leave, then drop. */
const dropAfter = 250;

/** Opens one WebSocket. Rejects with UpgradeRefused for an HTTP answer, else with the network's error or the signal's reason. */
export function openSiteSocket(request: OpenSiteSocket): Promise<SiteSocket> {
  return new Promise((resolve, reject) => {
    const { signal } = request;
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    let carrier: net.Socket | null = null;
    const connect = request.createConnection ?? (request.url.startsWith('wss:') ? connectTls : connectPlain);
    const capture = (options: net.TcpNetConnectOpts & tls.ConnectionOptions) => {
      carrier = connect(options);
      return carrier;
    };
    const socket = new WebSocket(request.url, [...request.protocols], {
      headers: { ...request.headers },
      followRedirects: false,
      perMessageDeflate: false,
      skipUTF8Validation: true,
      handshakeTimeout,
      maxPayload,
      // `ws` calls it with the request's options only; node's typing has three overloads.
      createConnection: capture as typeof net.createConnection,
    });
    const onAbort = () => {
      socket.terminate();
      reject(signal?.reason);
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    socket.on('unexpected-response', (_, response) => {
      signal?.removeEventListener('abort', onAbort);
      const refused = new UpgradeRefused(response.statusCode ?? 0, response.headers.location ?? '');
      response.destroy();
      socket.terminate();
      reject(refused);
    });
    socket.on('error', (error) => {
      signal?.removeEventListener('abort', onAbort);
      reject(error);
    });
    socket.once('open', () => {
      signal?.removeEventListener('abort', onAbort);
      resolve(new NodeSiteSocket(socket, carrier));
    });
  });
}

type Early = { readonly text: string } | { readonly bytes: Uint8Array } | { readonly closed: string };

class NodeSiteSocket implements SiteSocket {
  readonly #socket: WebSocket;
  readonly #carrier: net.Socket | null;
  /** Frames that came before the handlers: data can arrive in the same tick as the upgrade's answer. */
  #early: Early[] | null = [];
  #onText: ((text: string) => void) | null = null;
  #onBinary: ((bytes: Uint8Array) => void) | null = null;
  #onClosed: ((reason: string) => void) | null = null;
  #closed = false;
  #lastError = '';
  #closedByUs = false;

  constructor(socket: WebSocket, carrier: net.Socket | null) {
    this.#socket = socket;
    this.#carrier = carrier;
    socket.on('message', (data: RawData, isBinary: boolean) => {
      const bytes = joined(data);
      if (this.#early) this.#early.push(isBinary ? { bytes } : { text: decode(bytes) });
      else if (isBinary) this.#onBinary?.(bytes);
      else this.#onText?.(decode(bytes));
    });
    socket.on('error', (error) => {
      this.#lastError = error.message;
    });
    socket.once('close', (code, reason) => this.#ended(closeText(code, decode(reason), this.#lastError)));
  }

  set onText(handler: (text: string) => void) {
    this.#onText = handler;
    this.#handOver();
  }

  set onBinary(handler: (bytes: Uint8Array) => void) {
    this.#onBinary = handler;
    this.#handOver();
  }

  set onClosed(handler: (reason: string) => void) {
    this.#onClosed = handler;
    this.#handOver();
  }

  send(frames: readonly (string | Uint8Array)[]): void {
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    // One segment: a gap between text and CR would let KoKo see the echo first (command-engine §G1 #14).
    this.#carrier?.cork();
    for (const frame of frames) this.#socket.send(frame);
    this.#carrier?.uncork();
  }

  pause(): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.pause();
  }

  resume(): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.resume();
  }

  close(): void {
    if (this.#closedByUs || this.#closed) return;
    this.#closedByUs = true;
    this.#socket.resume();
    this.#socket.close(1000);
    const drop = setTimeout(() => this.#socket.terminate(), dropAfter);
    this.#socket.once('close', () => clearTimeout(drop));
  }

  #ended(reason: string): void {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#early) this.#early.push({ closed: reason });
    else this.#onClosed?.(reason);
  }

  #handOver(): void {
    if (!this.#early || !this.#onText || !this.#onBinary || !this.#onClosed) return;
    const early = this.#early;
    this.#early = null;
    for (const item of early) {
      if ('text' in item) this.#onText(item.text);
      else if ('bytes' in item) this.#onBinary(item.bytes);
      else this.#onClosed(item.closed);
    }
  }
}

function closeText(code: number, reason: string, error: string): string {
  if (error) return `The connection to the site broke: ${error}.`;
  if (code === 1006) return 'The connection to the site broke off.';
  return `The site closed the connection (${code}${reason ? ` ${reason}` : ''}).`;
}

const decoder = new TextDecoder();
const decode = (bytes: Uint8Array) => decoder.decode(bytes);

function joined(data: RawData): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data);
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data;
}

function connectPlain(options: net.TcpNetConnectOpts): net.Socket {
  return net.connect({ host: options.host ?? 'localhost', port: options.port });
}

function connectTls(options: net.TcpNetConnectOpts & tls.ConnectionOptions): net.Socket {
  const host = options.host ?? 'localhost';
  // Server name indication must not carry an address (RFC 6066).
  return tls.connect({ host, port: options.port, servername: net.isIP(host) ? '' : host, ALPNProtocols: ['http/1.1'] });
}
