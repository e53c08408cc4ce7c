import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { toWebRequest } from '@modelcontextprotocol/node';
import { classifyInboundRequest, UnsupportedProtocolVersionError } from '@modelcontextprotocol/server';
import { parseJson } from '../app-connection.ts';
import { MODERN_REVISION } from '../json-rpc.ts';
import { decideKnock, type Refusal } from './door.ts';
import type { OpenPump } from './http-agent.ts';
import { HttpAgents, type HttpAgentsLimits } from './http-agents.ts';
import { HttpSession } from './http-session.ts';
import type { HttpPlace } from './serve-request.ts';
import { clientOf, StatelessAgent } from './stateless-agent.ts';

export interface HttpServerLimits extends HttpAgentsLimits {
  readonly bodyBytes: number;
  readonly headersMs: number;
  readonly requestMs: number;
  readonly connections: number;
}

/** Of the app's 32 places eight are left to other agents; the longest thought of an agent is shorter than half an hour. */
export const usualLimits: HttpServerLimits = {
  ...{ bodyBytes: 2 * 1024 * 1024, headersMs: 10_000, requestMs: 30_000 },
  ...{ connections: 256, agents: 24, idleMs: 30 * 60_000, leftMs: 60_000 },
};

export interface HttpServerPorts {
  readonly place: HttpPlace;
  hasToken(authorization: string | undefined): boolean;
  readonly openPump: OpenPump;
  readonly limits: HttpServerLimits;
}

/** MCP's streamable HTTP on this computer: decides who may come in, and gives each client an agent of its own. */
export class HttpServer {
  readonly #ports: HttpServerPorts;
  readonly #agents: HttpAgents;
  readonly #server: Server;
  #port = 0;

  constructor(ports: HttpServerPorts) {
    this.#ports = ports;
    const { limits } = ports;
    this.#agents = new HttpAgents(limits);
    this.#server = createServer(
      {
        ...{ headersTimeout: limits.headersMs, requestTimeout: limits.requestMs },
        connectionsCheckingInterval: Math.min(limits.headersMs, 1_000),
      },
      (request, response) => {
        // A client that went away, or a message that cannot be passed on.
        this.#answer(request, response).catch(() => {
          if (response.headersSent) response.destroy();
          else void send(refusal({ status: 400, message: 'This request cannot be served.' }), response);
        });
      },
    );
    this.#server.maxConnections = limits.connections;
  }

  /** Returns the port. Rejects with what the system says. */
  async listen(): Promise<number> {
    const { host, port } = this.#ports.place;
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen({ host, port, exclusive: true }, () => {
        this.#server.off('error', reject);
        // A connection that cannot be taken is that client's alone.
        this.#server.on('error', () => {});
        resolve();
      });
    });
    const address = this.#server.address();
    this.#port = typeof address === 'object' && address !== null ? address.port : port;
    return this.#port;
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    await this.#agents.dispose();
    this.#server.closeAllConnections();
    await closed;
  }

  async #answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { place, hasToken, limits } = this.#ports;
    const { method = '', url = '', headers } = incoming;
    const refused = decideKnock({ method, target: url, headers }, { ...place, port: this.#port }, hasToken);
    if (refused !== undefined) return send(refusal(refused), outgoing);
    const gone = new AbortController();
    outgoing.once('close', () => gone.abort());
    let request: Request;
    try {
      // Who is refused goes on sending before it listens: what comes is dropped by Node, as long as a request may take.
      const bytes = incoming.iterator({ destroyOnReturn: false });
      const bounded = { method, url, headers, [Symbol.asyncIterator]: () => bytes };
      request = await toWebRequest(bounded, undefined, { signal: gone.signal, maxRequestBodySize: limits.bodyBytes });
    } catch (error) {
      const tooLarge = error instanceof Error && 'status' in error && error.status === 413;
      if (!tooLarge) throw error;
      const message = `A request may have ${limits.bodyBytes} bytes.`;
      return send(refusal({ status: 413, message }), outgoing);
    }
    return send(await this.#dispatch(request, (release) => outgoing.once('close', release)), outgoing);
  }

  async #dispatch(request: Request, atEnd: (release: () => void) => void): Promise<Response> {
    const body = request.method === 'POST' ? parseJson(await request.text()) : undefined;
    if (request.method === 'POST' && body === undefined)
      return refusal({ status: 400, message: 'The body is not JSON.' }, -32700);
    const header = (name: string) => request.headers.get(name) ?? undefined;
    const versionHeader = header('mcp-protocol-version');
    const methodHeader = header('mcp-method');
    const route = classifyInboundRequest({
      httpMethod: request.method,
      body,
      ...(versionHeader === undefined ? {} : { protocolVersionHeader: versionHeader }),
      ...(methodHeader === undefined ? {} : { mcpMethodHeader: methodHeader }),
    });
    switch (route.kind) {
      case 'reject':
        return rpcError(route.httpStatus, route.code, route.message, route.data);
      case 'modern': {
        const asked = route.classification.revision;
        if (asked !== undefined && asked !== MODERN_REVISION) {
          const { code, message, data } = new UnsupportedProtocolVersionError({
            supported: [MODERN_REVISION],
            requested: asked,
          });
          return rpcError(400, code, message, data);
        }
        const key = `client ${clientOf(route)}`;
        const known = this.#agents.find(key);
        if (known === undefined && this.#agents.full) return this.#full();
        const agent = known ?? new StatelessAgent(this.#ports.openPump, () => this.#agents.remove(key));
        if (known === undefined) this.#agents.add(key, agent);
        atEnd(this.#agents.enter(key, 'asks'));
        return agent.handle(request, body);
      }
      case 'legacy': {
        const session = header('mcp-session-id');
        if (session !== undefined) {
          const key = `session ${session}`;
          const known = this.#agents.find(key);
          if (known === undefined) return refusal(unknownSession, -32001);
          atEnd(this.#agents.enter(key, request.method === 'GET' ? 'listens' : 'asks'));
          return known.handle(request, body);
        }
        if (route.reason !== 'initialize') return refusal(withoutSession);
        if (this.#agents.full) return this.#full();
        const opened: HttpSession = new HttpSession(this.#ports.openPump, () =>
          this.#agents.remove(`session ${opened.id}`),
        );
        this.#agents.add(`session ${opened.id}`, opened);
        atEnd(this.#agents.enter(`session ${opened.id}`, 'asks'));
        return opened.handle(request, body);
      }
      default:
        return route satisfies never;
    }
  }

  #full(): Response {
    const { agents, idleMs } = this.#ports.limits;
    return refusal({
      status: 503,
      message: `${agents} clients are served already. End one (DELETE of its session), or wait: one that asks nothing for ${Math.round(idleMs / 60_000)} minutes is ended.`,
      headers: { 'Retry-After': '60' },
    });
  }
}

const unknownSession: Refusal = {
  status: 404,
  message: 'This session is not known: it ended, or the server was started anew. Initialize again.',
};
const withoutSession: Refusal = {
  status: 400,
  message: 'The Mcp-Session-Id header is missing; initialize answers with one.',
};

const refusal = ({ status, message, headers }: Refusal, code = -32000): Response =>
  rpcError(status, code, message, undefined, headers);

const rpcError = (status: number, code: number, message: string, data?: unknown, headers = {}): Response =>
  Response.json(
    { jsonrpc: '2.0', error: { code, message, ...(data === undefined ? {} : { data }) }, id: null },
    { status, headers },
  );

async function send(response: Response, outgoing: ServerResponse): Promise<void> {
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  if (response.body === null) {
    outgoing.end();
    return;
  }
  // A stream may say nothing for long, and its client waits for its head.
  outgoing.flushHeaders();
  // The client may go at any time.
  await pipeline(response.body, outgoing).catch(() => {});
}
