import { randomUUID } from 'node:crypto';
import {
  type JSONRPCMessage,
  type RequestId,
  WebStandardStreamableHTTPServerTransport,
} from '@modelcontextprotocol/server';
import { fromLine, type HttpAgent, type OpenPump, toLine } from './http-agent.ts';

/** A session of the revisions that have them (2025-03-26 to 2025-11-25): one client, one agent. */
export class HttpSession implements HttpAgent {
  readonly id = randomUUID();
  readonly #pump: ReturnType<OpenPump>;
  readonly #transport: WebStandardStreamableHTTPServerTransport;
  /** The calls that asked to hear of their progress, by the token that they gave: HTTP has a stream for each call. */
  readonly #calls = new Map<string | number, RequestId>();
  #opened = false;

  constructor(openPump: OpenPump, onEnd: () => void) {
    this.#pump = openPump((line) => this.#toClient(fromLine(line)));
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: () => this.id,
      onsessioninitialized: () => {
        this.#opened = true;
      },
    });
    transport.onmessage = (message) => this.#toApp(message);
    transport.onclose = () => {
      this.#pump.dispose();
      onEnd();
    };
    this.#transport = transport;
  }

  async handle(request: Request, body: unknown): Promise<Response> {
    const response = await this.#transport.handleRequest(request, { parsedBody: body });
    // What was refused began nothing.
    if (!this.#opened) await this.close();
    return response;
  }

  close(): Promise<void> {
    return this.#transport.close();
  }

  #toApp(message: JSONRPCMessage): void {
    if ('method' in message && 'id' in message) {
      const token = message.params?._meta?.progressToken;
      if (token !== undefined) this.#calls.set(token, message.id);
    }
    this.#pump.onHost(toLine(message));
    if (!('method' in message) || message.method !== 'notifications/cancelled') return;
    const cancelled = message.params?.['requestId'];
    if (typeof cancelled !== 'string' && typeof cancelled !== 'number') return;
    this.#forget(cancelled);
    // It gets no answer, and its stream would stay open for good.
    this.#transport.closeSSEStream(cancelled);
  }

  #toClient(message: JSONRPCMessage | undefined): void {
    if (message === undefined) return;
    // A stream that its client closed hears nothing; that takes nothing back from what it asked.
    this.#transport.send(message, this.#streamOf(message)).catch(() => {});
    if (!('method' in message) && message.id !== undefined) this.#forget(message.id);
  }

  /** Progress goes where its call waits; all else that answers nothing goes to the stream that the client may keep open. */
  #streamOf(message: JSONRPCMessage): { relatedRequestId?: RequestId } {
    if (!('method' in message) || message.method !== 'notifications/progress') return {};
    const token = message.params?.['progressToken'];
    const call = typeof token === 'string' || typeof token === 'number' ? this.#calls.get(token) : undefined;
    return call === undefined ? {} : { relatedRequestId: call };
  }

  #forget(call: RequestId): void {
    for (const [token, id] of this.#calls) if (id === call) this.#calls.delete(token);
  }
}
