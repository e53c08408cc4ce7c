import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  localhostHostValidation,
  localhostOriginValidation,
  NodeStreamableHTTPServerTransport,
} from '@modelcontextprotocol/node';
import type { AgentIdentity } from '../../../../main/mcp/agent-identity.ts';
import type { AgentSide } from '../../agents/agent-side.ts';

/** The server object of the app right behind HTTP, without bridge and token, for a suite that knows addresses only. */
export class HttpSide {
  readonly #server: Server;
  readonly #sessions = new Map<string, NodeStreamableHTTPServerTransport>();
  readonly #side: AgentSide;

  static async start(side: AgentSide): Promise<HttpSide> {
    const http = new HttpSide(side);
    await new Promise<void>((resolve) => http.#server.listen(0, '127.0.0.1', resolve));
    return http;
  }

  private constructor(side: AgentSide) {
    this.#side = side;
    const hostIsLocal = localhostHostValidation();
    const originIsLocal = localhostOriginValidation();
    this.#server = createServer((request, response) => {
      if (!hostIsLocal(request, response) || !originIsLocal(request, response)) return;
      this.#serve(request, response).catch((error: unknown) =>
        response.destroy(error instanceof Error ? error : undefined),
      );
    });
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/mcp`;
  }

  async dispose(): Promise<void> {
    for (const transport of this.#sessions.values()) await transport.close();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const session = request.headers['mcp-session-id'];
    const known = typeof session === 'string' ? this.#sessions.get(session) : undefined;
    await (known ?? (await this.#open())).handleRequest(request, response);
  }

  async #open(): Promise<NodeStreamableHTTPServerTransport> {
    const transport: NodeStreamableHTTPServerTransport = new NodeStreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (id) => void this.#sessions.set(id, transport),
    });
    await this.#side.mcpServer(anAgent()).connect(transport);
    return transport;
  }
}

function anAgent(): AgentIdentity {
  const id = randomUUID();
  return {
    ...{ id, name: 'conformance', toolSet: 'full', environment: {} },
    owner: () => ({ kind: 'agent', agentId: id, name: 'conformance' }),
    introduce() {},
    countCall() {},
  };
}
