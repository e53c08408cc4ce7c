import { randomUUID } from 'node:crypto';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { z } from 'zod';
import { systemClock } from '../../main/errors/clock.ts';
import { RestClient } from '../../main/jumpserver/rest-client.ts';
import type { LineChannel } from '../../main/mcp/line-channel.ts';
import { WIRE_VERSION } from '../../mcp-bridge/wire.ts';
import { AgentSide } from '../integration/agents/agent-side.ts';
import { OneSite } from '../integration/agents/one-site.ts';
import type { PracticeVisitor } from '../support/practice-login.ts';
import { benchPool } from './clients.ts';

/** One agent: runs a command in its own terminal and answers when the result is there. */
export interface BenchAgent {
  run(command: string): Promise<void>;
  close(): Promise<void>;
}

const ASSET = 'web-01';
const toolResult = z.looseObject({
  isError: z.boolean().optional(),
  content: z.array(z.looseObject({ text: z.string().optional() })),
});

function checked(result: unknown): void {
  const { isError, content } = toolResult.parse(result);
  if (isError) throw new Error(content.map(({ text = '' }) => text).join('\n'));
}

/** An agent's host as it really is: the SDK's client, and a bridge process behind it. */
export async function agentBehindBridge(bridge: string, home: string): Promise<BenchAgent> {
  const client = new Client({ name: 'bench', version: '1.0.0' });
  const env = { PATH: process.env['PATH'] ?? '', HOME: home, DRAWBRIDGE_HOME: home };
  await client.connect(new StdioClientTransport({ command: process.execPath, args: [bridge, 'mcp'], env }));
  return {
    run: async (command) =>
      checked(await client.callTool({ name: 'jms_execute_koko_command', arguments: asked(command) })),
    close: () => client.close(),
  };
}

const asked = (command: string) => ({ asset: ASSET, account: 'deploy', command });

/** The app's side of agents on a practice site; its local socket listens in `home`. */
export async function benchApp(visitor: PracticeVisitor, home: string) {
  const rest = new RestClient({
    baseUrl: visitor.url,
    organisation: () => '',
    transport: visitor.transport,
    clock: systemClock,
    onAnswer() {},
  });
  const terminals = benchPool(visitor);
  const site = new OneSite({ rest, transport: visitor.transport, baseUrl: visitor.url });
  const side = await AgentSide.start(home, site, terminals);
  return {
    agent: () => agentInProcess(side),
    async dispose() {
      await side.dispose();
      await terminals.dispose();
    },
  };
}

const answer = z.looseObject({
  id: z.number().optional(),
  result: z.unknown().optional(),
  error: z.unknown().optional(),
});

/** The MCP server spoken to in lines, in its own process: neither socket nor bridge nor a client library. */
async function agentInProcess(side: AgentSide): Promise<BenchAgent> {
  let started: (deliver: (line: string) => void) => void = () => {};
  const listening = new Promise<(line: string) => void>((resolve) => {
    started = resolve;
  });
  let asks = 0;
  const waiting = new Map<number, (message: z.infer<typeof answer>) => void>();
  const channel: LineChannel = {
    start({ onLine }) {
      started(onLine);
    },
    async send(line) {
      const message = answer.parse(JSON.parse(line));
      const settle = waiting.get(message.id ?? 0);
      waiting.delete(message.id ?? 0);
      // Not in the server's own turn: a line comes from a socket.
      if (settle) setImmediate(settle, message);
    },
    refuse(error) {
      throw error;
    },
    close() {},
  };
  const { agent } = side.agents.arrive(
    {
      ...{ type: 'hello', wire: WIRE_VERSION, nonce: '', proof: '', mode: 'mcp', pid: process.pid },
      ...{ executable: process.execPath, cwd: '/', bridgeVersion: '', agentId: randomUUID(), resumeKey: randomUUID() },
    },
    { verified: true, host: null },
    () => {},
  );
  const served = side.serveHere(channel, agent);
  const deliver = await listening;
  const tell = (message: object) => deliver(JSON.stringify({ jsonrpc: '2.0', ...message }));
  const ask = async (method: string, params: object): Promise<unknown> => {
    asks += 1;
    const id = asks;
    const answered = new Promise<z.infer<typeof answer>>((resolve) => waiting.set(id, resolve));
    tell({ id, method, params });
    const { result, error } = await answered;
    if (error) throw new Error(`${method}: ${JSON.stringify(error)}`);
    return result;
  };
  const clientInfo = { name: 'bench', version: '1.0.0' };
  await ask('initialize', { protocolVersion: '2025-06-18', capabilities: {}, clientInfo });
  tell({ method: 'notifications/initialized' });
  return {
    run: async (command) =>
      checked(await ask('tools/call', { name: 'jms_execute_koko_command', arguments: asked(command) })),
    close: async () => served.dispose(),
  };
}
