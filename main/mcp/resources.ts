import {
  type McpServer,
  ProtocolError,
  ProtocolErrorCode,
  type ReadResourceResult,
  ResourceTemplate,
} from '@modelcontextprotocol/server';
import { toDrawbridgeError } from '../errors/drawbridge-error.ts';
import type { AgentIdentity } from './agent-identity.ts';
import { place } from './render-run.ts';
import { renderScreen } from './render-terminal.ts';
import { errorLines } from './result.ts';
import type { ToolServices } from './tool.ts';
import { usageGuide } from './usage-guide.ts';

export const GUIDE = 'drawbridge://guide';
export const SCREENS = 'terminal://{id}/screen';

/** The usage guide, and the screen of each terminal of this agent as a person sees it. */
export function offerResources(server: McpServer, services: ToolServices, agent: AgentIdentity): void {
  server.registerResource(
    'guide',
    GUIDE,
    {
      title: 'Working through Drawbridge',
      description: 'How agents work with terminals here.',
      mimeType: 'text/markdown',
    },
    () => ({ contents: [{ uri: GUIDE, mimeType: 'text/markdown', text: usageGuide }] }),
  );
  const ids = () =>
    services.terminals
      .list(agent.owner())
      .filter(({ state }) => state.kind !== 'closed')
      .map(({ id }) => id);
  const screens = new ResourceTemplate(SCREENS, {
    list: () => ({
      resources: services.terminals
        .list(agent.owner())
        .filter(({ state }) => state.kind !== 'closed')
        .map(({ id, target }) => ({ uri: `terminal://${id}/screen`, name: id, title: `Screen of ${place(target)}` })),
    }),
    complete: { id: (begun) => ids().filter((id) => id.startsWith(begun)) },
  });
  server.registerResource(
    'screen',
    screens,
    {
      title: 'Screen of a terminal',
      description: 'What a person would see in one of your terminals now.',
      mimeType: 'text/plain',
    },
    (uri, { id }) => answered(() => screen(uri.href, String(id), services, agent)),
  );
}

async function screen(
  uri: string,
  id: string,
  { guard, terminals, boundary }: ToolServices,
  agent: AgentIdentity,
): Promise<ReadResourceResult> {
  guard.permit({ kind: 'look', agentId: agent.id });
  const owner = agent.owner();
  const terminal = terminals.get(id, owner);
  const { content } = renderScreen(terminal, await terminals.readScreen(id, owner), boundary());
  return { contents: [{ uri, mimeType: 'text/plain', text: content.map(({ text }) => text).join('\n') }] };
}

/** MCP knows no result that is an error here; its message is what a tool would have answered. */
async function answered(read: () => Promise<ReadResourceResult>): Promise<ReadResourceResult> {
  try {
    return await read();
  } catch (error) {
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, errorLines(toDrawbridgeError(error)).join('\n'));
  }
}
