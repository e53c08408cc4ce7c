import path from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { z } from 'zod';
import { root } from './launch.ts';

const answer = z.object({
  isError: z.boolean().optional(),
  content: z.array(z.object({ type: z.string(), text: z.string().optional() })),
});

/** An agent behind the bridge, by the v1 SDK client. */
export interface TestAgent {
  call(name: string, args?: Record<string, unknown>): Promise<{ readonly text: string; readonly isError: boolean }>;
  run(command: string, asset?: string): Promise<{ readonly text: string; readonly isError: boolean }>;
  close(): Promise<void>;
}

export async function startAgent(
  env: Readonly<Record<string, string>>,
  name = 'e2e-agent',
  projectFolder = root,
): Promise<TestAgent> {
  const client = new Client({ name, version: '1.0.0' });
  const [command = '', ...args] = bridgeCommand();
  await client.connect(
    new StdioClientTransport({
      command,
      args: [...args, 'mcp'],
      env: { ...env },
      cwd: projectFolder,
      stderr: 'inherit',
    }),
  );
  const call = async (tool: string, args: Record<string, unknown> = {}) => {
    const result = answer.parse(await client.callTool({ name: tool, arguments: args }));
    return { text: result.content.map(({ text = '' }) => text).join('\n'), isError: result.isError ?? false };
  };
  return {
    call,
    run: (command, asset = 'web-01') => call('jms_execute_koko_command', { asset, account: 'deploy', command }),
    close: () => client.close(),
  };
}

/** The bridge from dist/ on plain Node, or the executable inside the packed app. */
export function bridgeCommand(): string[] {
  const packaged = process.env['DRAWBRIDGE_PACKAGED'];
  return packaged
    ? [path.join(path.dirname(packaged), 'resources/bin/drawbridge')]
    : [process.execPath, path.join(root, 'dist/bridge/drawbridge.mjs')];
}
