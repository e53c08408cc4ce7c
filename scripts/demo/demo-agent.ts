import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { z } from 'zod';

export interface AgentCommand {
  readonly command: string;
  readonly exitCode: number | null;
  readonly output: string;
  /** Round trip as the agent sees it, ms. */
  readonly ms: number;
}

const content = z.object({
  isError: z.boolean().optional(),
  content: z.array(z.object({ type: z.string(), text: z.string().optional() })),
});

/** An MCP client as a coding agent has one: it knows the bridge's command and nothing else. */
export class DemoAgent {
  readonly #client: Client;

  constructor(name = 'demo-agent') {
    this.#client = new Client({ name, version: '1.0.0' });
  }

  async connect(bridge: readonly string[], env?: Readonly<Record<string, string>>): Promise<void> {
    const [command = '', ...args] = bridge;
    await this.#client.connect(
      new StdioClientTransport({ command, args, stderr: 'inherit', ...(env ? { env: { ...env } } : {}) }),
    );
  }

  async tools(): Promise<readonly string[]> {
    return (await this.#client.listTools()).tools.map(({ name }) => name);
  }

  async call(
    name: string,
    args: Record<string, unknown>,
  ): Promise<{ readonly text: string; readonly isError: boolean }> {
    const result = content.parse(await this.#client.callTool({ name, arguments: args }));
    return { text: result.content.map(({ text = '' }) => text).join('\n'), isError: result.isError ?? false };
  }

  async run(asset: string, account: string, command: string): Promise<AgentCommand> {
    const started = performance.now();
    const { text } = await this.call('jms_execute_koko_command', { asset, account, command });
    const ms = Math.round((performance.now() - started) * 10) / 10;
    const code = /exit code (-?\d+)/.exec(text)?.[1];
    // The server's bytes stand in a fence whose mark is random: --- output [mark] --- … --- end [mark] ---
    const fenced = /--- [^\n]*\[([^\]]+)\][^\n]*---\n([\s\S]*?)\n?--- end \[\1\]/.exec(text)?.[2];
    return { command, exitCode: code === undefined ? null : Number(code), output: fenced ?? '', ms };
  }

  async close(): Promise<void> {
    await this.#client.close();
  }
}
