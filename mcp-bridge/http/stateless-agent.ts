import {
  CLIENT_INFO_META_KEY,
  classifyInboundRequest,
  type JSONRPCMessage,
  METHOD_NOT_FOUND,
  PerRequestHTTPServerTransport,
  type RequestId,
  SUBSCRIPTION_ID_META_KEY,
} from '@modelcontextprotocol/server';
import { z } from 'zod';
import { fromLine, type HttpAgent, type OpenPump, toLine } from './http-agent.ts';

type Route = Extract<ReturnType<typeof classifyInboundRequest>, { kind: 'modern' }>;

const said = z.looseObject({ [CLIENT_INFO_META_KEY]: z.looseObject({ name: z.string(), version: z.string() }) });

/** Whom a request of 2026-07-28 comes from, by its own word; there are no sessions in that revision. */
export function clientOf({ message }: Route): string {
  const { data } = said.safeParse(message.params?._meta);
  return data === undefined
    ? ''
    : JSON.stringify([data[CLIENT_INFO_META_KEY].name, data[CLIENT_INFO_META_KEY].version]);
}

interface Exchange {
  readonly transport: PerRequestHTTPServerTransport;
  readonly id: RequestId;
  readonly meta: Readonly<Record<string, unknown>>;
  unknownMethod: boolean;
}

/**
 * The requests of one client of 2026-07-28: each stands alone, and two processes of that client may number theirs alike,
 * so that the app sees numbers of ours.
 */
export class StatelessAgent implements HttpAgent {
  readonly #pump: ReturnType<OpenPump>;
  readonly #exchanges = new Map<RequestId, Exchange>();
  readonly #onEnd: () => void;
  #count = 0;

  constructor(openPump: OpenPump, onEnd: () => void) {
    this.#pump = openPump((line) => this.#toClient(fromLine(line)));
    this.#onEnd = onEnd;
  }

  async handle(request: Request, body: unknown): Promise<Response> {
    const route = classifyInboundRequest({ httpMethod: 'POST', body });
    // Cancelling is closing the stream; nothing else that a client may notify of concerns the app.
    if (route.kind !== 'modern' || route.messageKind !== 'request') return new Response(null, { status: 202 });
    const { message } = route;
    this.#count += 1;
    const id = `http-${this.#count}`;
    const meta = message.params?._meta ?? {};
    const own = meta.progressToken === undefined ? meta : { ...meta, progressToken: id };
    // Before the transport waits for an answer: what is nested too deeply cannot be written.
    const line = toLine({ ...message, id, params: { ...message.params, _meta: own } });
    const transport = new PerRequestHTTPServerTransport({ classification: route.classification });
    const exchange: Exchange = { transport, id: message.id, meta, unknownMethod: false };
    transport.onmessage = () => {
      this.#exchanges.set(id, exchange);
      this.#pump.onHost(line);
    };
    transport.onclose = () => this.#gone(id);
    await transport.start();
    const response = await transport.handleMessage(message, { request });
    if (!exchange.unknownMethod) return response;
    // The transport knows this status only of servers that answer within the call.
    return new Response(response.body, { status: 404, headers: response.headers });
  }

  async close(): Promise<void> {
    const open = [...this.#exchanges.values()];
    this.#exchanges.clear();
    for (const { transport } of open) await transport.close();
    this.#pump.dispose();
    this.#onEnd();
  }

  #gone(id: string): void {
    const exchange = this.#exchanges.get(id);
    // Answered, or closed by us.
    if (exchange === undefined) return;
    this.#exchanges.delete(id);
    const { progressToken: _, ...meta } = exchange.meta;
    const params = { requestId: id, _meta: meta };
    this.#pump.onHost(toLine({ jsonrpc: '2.0', method: 'notifications/cancelled', params }));
  }

  #toClient(message: JSONRPCMessage | undefined): void {
    if (message === undefined) return;
    if (!('method' in message)) {
      const exchange = message.id === undefined ? undefined : this.#exchanges.get(message.id);
      if (exchange === undefined || message.id === undefined) return;
      this.#exchanges.delete(message.id);
      exchange.unknownMethod = 'error' in message && message.error.code === METHOD_NOT_FOUND;
      send(exchange, { ...message, id: exchange.id });
      return;
    }
    const { params } = message;
    if (message.method === 'notifications/progress') {
      const exchange = this.#exchangeOf(params?.['progressToken']);
      if (exchange === undefined) return;
      send(exchange, { ...message, params: { ...params, progressToken: exchange.meta['progressToken'] } });
      return;
    }
    const exchange = this.#exchangeOf(params?._meta?.[SUBSCRIPTION_ID_META_KEY]);
    if (exchange === undefined) return;
    const meta = { ...params?._meta, [SUBSCRIPTION_ID_META_KEY]: exchange.id };
    send(exchange, { ...message, params: { ...params, _meta: meta } });
  }

  #exchangeOf(id: unknown): Exchange | undefined {
    return typeof id === 'string' ? this.#exchanges.get(id) : undefined;
  }
}

/** Its client may be gone. */
const send = ({ transport, id }: Exchange, message: JSONRPCMessage): void =>
  void transport.send(message, { relatedRequestId: id }).catch(() => {});
