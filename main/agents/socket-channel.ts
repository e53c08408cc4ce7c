import type { Socket } from 'node:net';
import { LineSplitter } from '../../mcp-bridge/wire.ts';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import type { LineChannel } from '../mcp/line-channel.ts';

/** A peer has this long to read why it is refused. */
const REFUSAL_MS = 1_000;

/** A LineChannel over a local socket. A peer that sends too much without a newline is refused. */
export class SocketChannel implements LineChannel {
  readonly #socket: Socket;
  readonly #splitter: LineSplitter;
  readonly #backlog: string[] = [];
  #handlers: { onLine(line: string): void; onClose(): void } | undefined;
  #closed = false;
  #refused = false;

  constructor(socket: Socket, maxFrameBytes: number) {
    this.#socket = socket;
    this.#splitter = new LineSplitter(maxFrameBytes);
    socket.on('data', (bytes) => this.#take(bytes));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      this.#closed = true;
      this.#handlers?.onClose();
    });
  }

  start(handlers: { onLine(line: string): void; onClose(): void }): void {
    this.#handlers = handlers;
    for (const line of this.#backlog.splice(0)) handlers.onLine(line);
    if (this.#closed) handlers.onClose();
  }

  async send(line: string): Promise<void> {
    if (this.#closed || !this.#socket.writable) return;
    if (this.#socket.write(`${line}\n`)) return;
    // Whoever asks faster than it reads is not read from until it has caught up: our memory stays bounded.
    this.#socket.pause();
    await new Promise<void>((resolve) => {
      const go = () => {
        this.#socket.off('drain', go);
        this.#socket.off('close', go);
        this.#socket.resume();
        resolve();
      };
      this.#socket.on('drain', go);
      this.#socket.on('close', go);
    });
  }

  refuse(error: DrawbridgeError): void {
    const { code, message, nextStep, actor } = error;
    if (this.#refused) return;
    this.#refused = true;
    this.#handlers = { onLine() {}, onClose: this.#handlers?.onClose ?? (() => {}) };
    if (this.#socket.writable)
      this.#socket.end(`${JSON.stringify({ type: 'refusal', error: { code, message, nextStep, actor } })}\n`);
    // A peer that does not take its refusal, or goes on sending, is cut off.
    const cutOff = setTimeout(() => this.#socket.destroy(), REFUSAL_MS);
    this.#socket.once('close', () => clearTimeout(cutOff));
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(bytes: Uint8Array): void {
    if (this.#refused) return;
    for (const event of this.#splitter.push(bytes)) {
      if (event.kind === 'too-long') {
        this.refuse(
          new DrawbridgeError({
            code: 'protocol-error',
            message: 'A frame on the local socket was longer than allowed; the connection was closed.',
            nextStep: 'Send less in one call.',
            actor: 'agent',
          }),
        );
        return;
      }
      if (this.#handlers === undefined) this.#backlog.push(event.text);
      else this.#handlers.onLine(event.text);
    }
  }
}
