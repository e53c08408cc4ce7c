import { createHash } from 'node:crypto';
import {
  CLIENT_INFO_META_KEY,
  McpServer,
  ProtocolError,
  ProtocolErrorCode,
  type ServerContext,
  type Transport,
} from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { z } from 'zod';
import { DrawbridgeError, toDrawbridgeError } from '../errors/drawbridge-error.ts';
import { advertised } from './advertised.ts';
import type { AgentIdentity } from './agent-identity.ts';
import { instructions } from './instructions.ts';
import type { LineChannel } from './line-channel.ts';
import { lineTransport } from './line-transport.ts';
import { PendingCalls } from './pending-calls.ts';
import { offerPrompts, prompts } from './prompts.ts';
import { GUIDE, offerResources, SCREENS } from './resources.ts';
import { errorLines, errorResult, type ToolResult } from './result.ts';
import type { Tool, ToolCall, ToolServices } from './tool.ts';
import { findTool, listedTools, tools } from './tool-list.ts';
import { label } from './untrusted-text.ts';
import { adviseHere } from './windowless-advice.ts';

/** What the calls of one connection share. */
interface Calls {
  open: number;
  readonly pending: PendingCalls;
  readonly ownTokens: Set<string>;
}

/** A host sends a handful at once; a flood is answered, not served. */
const MAX_CALLS_AT_ONCE = 32;

/** Changes when what the lists answer may have changed. */
export function toolsKey(appVersion: string): string {
  const facts = [
    tools.map((tool) => [tool.listing, advertised(tool)]),
    prompts.map(({ name, title, description, args }) => [name, title, description, z.toJSONSchema(args)]),
    [GUIDE, SCREENS],
  ];
  return createHash('sha256')
    .update(JSON.stringify([appVersion, instructions, facts]))
    .digest('base64url')
    .slice(0, 22);
}

/** Serves MCP, in either protocol era, to one connected agent. */
export function serveMcp(services: ToolServices, channel: LineChannel, agent: AgentIdentity): { dispose(): void } {
  const transport: Transport = lineTransport(channel);
  const calls = newCalls();
  const handle = serveStdio(() => createMcpServer(services, agent, calls), {
    transport,
    onerror: (error) => services.log.debug('MCP', { agent: agent.id, error: error.message }),
  });
  return { dispose: () => void handle.close() };
}

const newCalls = (): Calls => ({ open: 0, pending: new PendingCalls(), ownTokens: new Set() });

/** One server object, for whichever transport; `calls` is what the calls of one connection share. */
export function createMcpServer(services: ToolServices, agent: AgentIdentity, calls: Calls = newCalls()): McpServer {
  const server = new McpServer({ name: 'drawbridge', version: services.appVersion }, { instructions });
  server.server.oninitialized = () => {
    const client = server.server.getClientVersion();
    if (client !== undefined) agent.introduce(client);
  };
  server.server.registerCapabilities({
    tools: { listChanged: true },
    prompts: { listChanged: false },
    resources: { listChanged: false },
  });
  offerPrompts(server);
  offerResources(server, services, agent);
  const listed = listedTools(agent.toolSet).map(advertised);
  server.server.setRequestHandler('tools/list', () => ({ tools: listed }));
  server.server.setRequestHandler('tools/call', async ({ params }, context) =>
    answer(toolOf(params.name), params.arguments, { name: params.name, context, services, agent, calls }),
  );
  return server;
}

/** MCP answers for a name that does not exist by an error of the protocol; ours says which exist. */
function toolOf(name: string): Pick<Tool, 'run'> {
  try {
    return findTool(name);
  } catch (error) {
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, errorLines(toDrawbridgeError(error)).join('\n'));
  }
}

interface Asked {
  readonly name: string;
  readonly context: ServerContext;
  readonly services: ToolServices;
  readonly agent: AgentIdentity;
  readonly calls: Calls;
}

/** Never throws: what goes wrong is an answer that a model can act on. */
async function answer(
  tool: Pick<Tool, 'run'>,
  args: unknown,
  { name, context, services, agent, calls }: Asked,
): Promise<ToolResult> {
  // The modern era has no handshake: each request says who asks.
  const envelope = clientEnvelope.safeParse(context.mcpReq.envelope);
  if (envelope.success) agent.introduce(envelope.data[CLIENT_INFO_META_KEY]);
  agent.countCall();
  if (calls.open >= MAX_CALLS_AT_ONCE) return errorResult(tooManyCalls());
  calls.open += 1;
  const raised = services.guard.untilRaised();
  const signal = AbortSignal.any([context.mcpReq.signal, raised.signal]);
  const { pending, ownTokens } = calls;
  const call: ToolCall = { ...services, agent, signal, pending, ownTokens, progress: progressOf(context) };
  try {
    const ended = untilAborted(signal);
    try {
      return withNotices(await Promise.race([pending.run((now) => tool.run(args, now), call), ended.promise]), call);
    } finally {
      ended.release();
    }
  } catch (error) {
    const thrown = raised.signal.aborted ? raised.signal.reason : error;
    if (!(thrown instanceof DrawbridgeError) && !context.mcpReq.signal.aborted)
      services.log.error('a tool failed', {
        tool: name,
        error: thrown instanceof Error ? thrown.stack : String(thrown),
      });
    // A caller that is gone hears nothing, and what it has to hear is kept.
    const result = errorResult(adviseHere(thrown, services.surroundings()));
    return signal.aborted ? result : withNotices(result, call);
  } finally {
    raised.release();
    calls.open -= 1;
  }
}

/** What the agent has to hear about its terminals, in a block of its own: nothing in the result can forge it. */
function withNotices(result: ToolResult, { agent, terminals }: ToolCall): ToolResult {
  const notices = terminals.takeNotices(agent.id).map((text) => `- ${label(text, 500)}`);
  const notes = terminals
    .takeNotes(agent.id)
    .map(
      ({ terminalId, asset, text }) =>
        `Note from the person, about ${terminalId} on ${label(asset)}: ${label(text, 2_000)}`,
    );
  const about = notices.length === 0 ? [] : [['Drawbridge, about your terminals:', ...notices].join('\n')];
  const blocks = [...about, ...notes].map((text) => ({ type: 'text' as const, text }));
  return blocks.length === 0 ? result : { ...result, content: [...result.content, ...blocks] };
}

const clientEnvelope = z.looseObject({
  [CLIENT_INFO_META_KEY]: z.looseObject({ name: z.string(), version: z.string() }),
});

function progressOf(context: ServerContext): ToolCall['progress'] {
  const token = context.mcpReq._meta?.progressToken;
  if (token === undefined) return () => {};
  return (progress, total, message) => {
    const params = { progressToken: token, progress, total, message };
    // A client that is gone hears nothing.
    context.mcpReq.notify({ method: 'notifications/progress', params }).catch(() => {});
  };
}

/** Rejects with the signal's reason; a tool that does not look at its signal cannot hold its caller. */
function untilAborted(signal: AbortSignal): { readonly promise: Promise<never>; release(): void } {
  let release = () => {};
  const promise = new Promise<never>((_resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    release = () => signal.removeEventListener('abort', onAbort);
  });
  promise.catch(() => {});
  return { promise, release };
}

const tooManyCalls = () =>
  new DrawbridgeError({
    code: 'throttled',
    message: `${MAX_CALLS_AT_ONCE} of your calls are being served already.`,
    nextStep: 'Wait for their answers, then repeat this call.',
    actor: 'agent',
  });
