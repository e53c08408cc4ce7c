import { once } from 'node:events';
import net, { type AddressInfo, type Socket } from 'node:net';

/** Stands before a site on a port of its own and keeps every byte that clients send, handshakes of WebSockets too. */
export class RecordingFront {
  readonly #server: net.Server;
  readonly #sockets = new Set<Socket>();
  readonly #received: Buffer[] = [];
  /** GET of a path is answered by a redirect there, instead of by the site. */
  readonly redirects = new Map<string, string>();

  private constructor(target: string) {
    const { hostname, port } = new URL(target);
    this.#server = net.createServer((client) => this.#serve(client, hostname, Number(port)));
  }

  static async start(target: string): Promise<RecordingFront> {
    const front = new RecordingFront(target);
    front.#server.listen(0, '127.0.0.1');
    await once(front.#server, 'listening');
    return front;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** All that was received so far. */
  get received(): string {
    return Buffer.concat(this.#received).toString('latin1');
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #serve(client: Socket, host: string, port: number): void {
    const site = net.connect({ host, port });
    for (const [socket, other] of [
      [client, site],
      [site, client],
    ] as const) {
      this.#sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
    }
    client.on('data', (bytes) => {
      this.#received.push(bytes);
      const path = /^GET (\S+) HTTP/.exec(bytes.toString('latin1'))?.[1] ?? '';
      const elsewhere = this.redirects.get(path);
      if (elsewhere === undefined) site.write(bytes);
      else client.end(`HTTP/1.1 302 Found\r\nLocation: ${elsewhere}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
    });
    site.pipe(client);
  }
}
