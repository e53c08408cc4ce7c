import { randomBytes } from 'node:crypto';
import WebSocket from 'ws';
import { z } from 'zod';
import { universalLine } from '../../main/terminals/shell-integration.ts';
import type { PracticeVisitor } from '../support/practice-login.ts';

/** Nothing here takes longer, unless it hangs. */
const PATIENCE_MS = 60_000;

/** No mark that is waited for is longer. */
const tailBytes = 64;

const serverFrame = z.looseObject({ type: z.string(), id: z.string() });

/**
 * The yardstick: a bare `ws` client on the same site, that sends the same two frames and waits for the same end mark, and
 * does nothing else with what comes.
 */
export class RawShell {
  readonly #socket: WebSocket;
  #connection = '';
  #wanted: Buffer = Buffer.alloc(0);
  #tail: Buffer = Buffer.alloc(0);
  #bytes = 0;
  /** Bytes ever received. */
  received = 0;
  #found: (() => void) | null = null;

  /** Resolves at the first prompt. */
  static async open(visitor: PracticeVisitor, assetId: string, account: string): Promise<RawShell> {
    const token = await visitor.connectionToken(assetId, account);
    const socket = new WebSocket(`${visitor.kokoUrl}?token=${token}`, ['JMS-KOKO'], {
      headers: { cookie: await visitor.transport.cookieHeader(visitor.kokoUrl) },
      perMessageDeflate: false,
    });
    const shell = new RawShell(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.on('message', (data: Buffer, isBinary) => {
        if (isBinary) return shell.#take(data);
        const frame = serverFrame.parse(JSON.parse(data.toString()));
        if (frame.type === 'CONNECT') {
          shell.#connection = frame.id;
          shell.#text('TERMINAL_INIT', JSON.stringify({ cols: 200, rows: 50, code: '' }));
        }
        if (frame.type === 'TERMINAL_SESSION') resolve();
      });
    });
    await shell.#prompt();
    return shell;
  }

  /** Once, before the first `run`. */
  async integrate(): Promise<void> {
    const id = randomBytes(12).toString('hex');
    this.#wanted = Buffer.from(`133;B;${id}\x07`);
    await this.run(universalLine(id));
  }

  private constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  /** Bytes that came until the end mark. */
  async run(command: string): Promise<number> {
    this.#bytes = 0;
    this.#tail = Buffer.alloc(0);
    const done = new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no end mark within ${PATIENCE_MS} ms`)), PATIENCE_MS);
      this.#found = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.type(command);
    await done;
    return this.#bytes;
  }

  type(line: string): void {
    this.#text('TERMINAL_DATA', line);
    this.#text('TERMINAL_DATA', '\r');
  }

  close(): void {
    this.#socket.terminate();
  }

  #text(type: string, data: string): void {
    this.#socket.send(JSON.stringify({ id: this.#connection, type, data }));
  }

  /** The first prompt: root's ends differently from the others'. */
  async #prompt(): Promise<void> {
    while (!/[#$] $/.test(this.#tail.toString('latin1')))
      await new Promise<void>((resolve) => this.#socket.once('message', () => resolve()));
  }

  #take(data: Buffer): void {
    this.#bytes += data.length;
    this.received += data.length;
    const hit = this.#isIn(data);
    const before = data.length < tailBytes ? Buffer.concat([this.#tail, data]) : data;
    this.#tail = hit ? Buffer.alloc(0) : before.subarray(-tailBytes);
    if (!hit || !this.#found) return;
    const found = this.#found;
    this.#found = null;
    found();
  }

  /** A mark may be split over frames. Frames are not copied: the yardstick must not be slower than it need be. */
  #isIn(data: Buffer): boolean {
    if (this.#wanted.length === 0) return false;
    return (
      data.includes(this.#wanted) || Buffer.concat([this.#tail, data.subarray(0, tailBytes)]).includes(this.#wanted)
    );
  }
}
