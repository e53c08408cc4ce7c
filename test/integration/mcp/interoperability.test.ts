import { Client as V2Client } from '@modelcontextprotocol/client';
import { StdioClientTransport as V2Stdio } from '@modelcontextprotocol/client/stdio';
import { Client as V1Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as V1Stdio } from '@modelcontextprotocol/sdk/client/stdio.js';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TerminalPool } from '../../../main/terminals/terminal-pool.ts';
import { ServedBridge } from '../../support/served-bridge.ts';
import { AgentSide } from '../agents/agent-side.ts';
import { environment, Workshop } from '../agents/bridge-process.ts';
import { practiceWorld } from '../agents/practice-world.ts';

interface Called {
  readonly name: string;
  readonly arguments: Record<string, unknown>;
}

/** What both generations of the SDK can be asked. */
interface AnyClient {
  readonly revision: string | undefined;
  callTool(call: Called, options?: { signal?: AbortSignal }): Promise<unknown>;
  listTools(): Promise<{ readonly tools: readonly { readonly name: string }[] }>;
  getPrompt(asked: { name: string; arguments: Record<string, string> }): Promise<unknown>;
  readResource(asked: { uri: string }): Promise<unknown>;
  close(): Promise<void>;
}

const started = (bridge: string, home: string) => ({
  ...{ command: process.execPath, args: [bridge, 'mcp'], env: environment(home) },
});

async function v1(bridge: string, home: string): Promise<AnyClient> {
  const client = new V1Client({ name: 'v1', version: '1' });
  await client.connect(new V1Stdio(started(bridge, home)));
  return {
    revision: undefined,
    callTool: (call, options) => client.callTool({ ...call }, undefined, options),
    listTools: () => client.listTools(),
    getPrompt: (asked) => client.getPrompt(asked),
    readResource: (asked) => client.readResource(asked),
    close: () => client.close(),
  };
}

async function v2(bridge: string, home: string, mode: 'auto' | 'legacy'): Promise<AnyClient> {
  const client = new V2Client({ name: 'v2', version: '2' }, { versionNegotiation: { mode } });
  await client.connect(new V2Stdio(started(bridge, home)));
  return {
    revision: client.getNegotiatedProtocolVersion(),
    callTool: (call, options) => client.callTool({ ...call }, options),
    listTools: () => client.listTools(),
    getPrompt: (asked) => client.getPrompt(asked),
    readResource: (asked) => client.readResource(asked),
    close: () => client.close(),
  };
}

/** The same over HTTP, each with a server of its own. */
async function overHttp(
  bridge: string,
  home: string,
  open: (served: ServedBridge) => Promise<V1Client | V2Client>,
): Promise<AnyClient> {
  const served = await ServedBridge.start([process.execPath, bridge], environment(home));
  const client = await open(served);
  return {
    revision: client instanceof V2Client ? client.getNegotiatedProtocolVersion() : undefined,
    callTool: (call, options) =>
      client instanceof V2Client
        ? client.callTool({ ...call }, options)
        : client.callTool({ ...call }, undefined, options),
    listTools: () => client.listTools(),
    getPrompt: (asked) => client.getPrompt(asked),
    readResource: (asked) => client.readResource(asked),
    async close() {
      await client.close();
      await served.stop();
    },
  };
}

const command = (text: string): Called => ({
  name: 'jms_execute_koko_command',
  arguments: { asset: 'lab-bash', account: 'root', command: text },
});

describe.each([
  { sdk: 'v1', connect: v1, revision: undefined },
  { sdk: 'v2, newest revision', connect: (...at: [string, string]) => v2(...at, 'auto'), revision: '2026-07-28' },
  {
    sdk: 'v2, as older servers are met',
    connect: (...at: [string, string]) => v2(...at, 'legacy'),
    revision: '2025-11-25',
  },
  {
    sdk: 'v1, over HTTP',
    connect: (...at: [string, string]) => overHttp(...at, (served) => served.v1()),
    revision: undefined,
  },
  {
    sdk: 'v2, newest revision, over HTTP',
    connect: (...at: [string, string]) => overHttp(...at, (served) => served.v2('auto')),
    revision: '2026-07-28',
  },
  {
    sdk: 'v2, as older servers are met, over HTTP',
    connect: (...at: [string, string]) => overHttp(...at, (served) => served.v2('legacy')),
    revision: '2025-11-25',
  },
])('an agent built with the SDK $sdk', ({ connect, revision }) => {
  let workshop: Workshop;
  let world: Awaited<ReturnType<typeof practiceWorld>>;
  let pool: TerminalPool;
  let side: AgentSide;
  let client: AnyClient;

  beforeAll(async () => {
    workshop = await Workshop.open();
    world = await practiceWorld();
  });
  afterAll(async () => {
    await world.dispose();
    await workshop.close();
  });
  beforeEach(async () => {
    const home = workshop.home();
    pool = world.pool();
    side = await AgentSide.start(home, world.sites(), pool);
    client = await connect(workshop.bridge, home);
  });
  afterEach(async () => {
    await client.close();
    await side.dispose();
    await pool.dispose();
  });

  it('lists, looks, runs, reads on, and is told what it did wrong', async () => {
    expect(client.revision).toBe(revision);
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toContain('jms_execute_koko_command');
    expect(await client.callTool({ name: 'jms_get_asset', arguments: { asset: 'lab-bash' } })).toMatchObject({
      structuredContent: { name: 'lab-bash' },
    });
    expect(await client.callTool(command('seq 1 3000'))).toMatchObject({
      content: [{ type: 'text', text: expect.stringContaining('\n3000\n') }],
    });
    // A result whose shape is promised passes the client's own check.
    const opened = { name: 'jms_open_terminal_session', arguments: { asset: 'lab-bash', account: 'root' } };
    expect(await client.callTool(opened)).toMatchObject({ structuredContent: { state: 'prompt' } });
    expect(await client.callTool({ name: 'jms_get_asset', arguments: { asset: 'nowhere' } })).toMatchObject({
      isError: true,
      content: [{ text: expect.stringMatching(/^asset-not-found: /) }],
    });
    await expect(client.callTool({ name: 'no_such_tool', arguments: {} })).rejects.toThrow('There is no tool');
  });

  it('cancels a command, and uses the same shell again', async () => {
    const running = new Promise<void>((resolve) => pool.on('run-started', () => resolve()));
    const ended = new Promise<void>((resolve) => pool.on('run-ended', () => resolve()));
    const abort = new AbortController();
    const cancelled = client.callTool(command('sleep 300'), { signal: abort.signal });
    cancelled.catch(() => {});
    await running;
    abort.abort();
    await expect(cancelled).rejects.toThrow();
    await ended;
    expect(await client.callTool(command('echo again'))).toMatchObject({
      content: [{ text: expect.stringContaining('\nagain\n') }],
    });
    expect(pool.list()).toHaveLength(1);
  });

  it('gets a prompt, the guide and a screen', async () => {
    expect(await client.getPrompt({ name: 'check-server', arguments: { asset: 'lab-bash' } })).toMatchObject({
      messages: [{ content: { text: expect.stringContaining('"lab-bash"') } }],
    });
    expect(await client.readResource({ uri: 'drawbridge://guide' })).toMatchObject({
      contents: [{ mimeType: 'text/markdown' }],
    });
    await client.callTool(command('echo shown'));
    expect(await client.readResource({ uri: `terminal://${pool.list()[0]?.id}/screen` })).toMatchObject({
      contents: [{ text: expect.stringContaining('shown') }],
    });
  });
});
