import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { z } from 'zod';

const answer = z.looseObject({
  content: z.array(z.looseObject({ type: z.string(), text: z.string() })),
  isError: z.boolean().optional(),
  structuredContent: z.looseObject({}).optional(),
});

/** A tool called by an agent: its text, and its facts. */
export async function callTool(
  client: Client,
  name: string,
  args: Record<string, unknown> = {},
  options: Parameters<Client['callTool']>[2] = {},
) {
  const result = answer.parse(await client.callTool({ name, arguments: args }, undefined, options));
  return {
    text: result.content.map(({ text }) => text).join('\n'),
    isError: result.isError === true,
    facts: result.structuredContent,
  };
}
