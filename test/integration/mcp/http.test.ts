import type { Client as V2Client } from '@modelcontextprotocol/client';
import { Client as V1Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { TerminalPool } from '../../../main/terminals/terminal-pool.ts';
import { FakeClock, settle } from '../../support/fake-clock.ts';
import { mcp, ServedBridge } from '../../support/served-bridge.ts';
import { AgentSide } from '../agents/agent-side.ts';
import { environment, Workshop } from '../agents/bridge-process.ts';
import { idleWorld } from '../agents/idle-world.ts';
import { practiceWorld } from '../agents/practice-world.ts';

type AnyClient = V1Client | V2Client;
type Connect = (served: ServedBridge, name?: string) => Promise<AnyClient>;
const generations: readonly [string, Connect][] = [
  ['v1', (served, name) => served.v1(name)],
  ['v2 with sessions', (served, name) => served.v2('legacy', name)],
  ['v2 without', (served, name) => served.v2('auto', name)],
];

const answer = z.looseObject({
  content: z.array(z.looseObject({ text: z.string() })),
  structuredContent: z.looseObject({}).optional(),
});
async function call(client: AnyClient, name: string, args: Record<string, unknown>) {
  const { content, structuredContent } = answer.parse(await client.callTool({ name, arguments: args }));
  return { text: content.map(({ text }) => text).join('\n'), facts: structuredContent };
}
const run = (client: AnyClient, command: string) =>
  call(client, 'jms_execute_koko_command', { asset: 'lab-bash', account: 'root', command });

describe('agents over HTTP', () => {
  let workshop: Workshop;
  let world: Awaited<ReturnType<typeof practiceWorld>>;
  let home: string;
  let pool: TerminalPool;
  let side: AgentSide;
  let served: ServedBridge;

  beforeAll(async () => {
    workshop = await Workshop.open();
    world = await practiceWorld();
  });
  afterAll(async () => {
    await world.dispose();
    await workshop.close();
  });
  beforeEach(async () => {
    home = workshop.home();
    pool = world.pool();
    side = await AgentSide.start(home, world.sites(), pool);
    served = await ServedBridge.start([process.execPath, workshop.bridge], environment(home));
  });
  afterEach(async () => {
    await served.stop();
    await side.dispose();
    await pool.dispose();
  });

  it.each(generations)(
    'two clients (%s) are two agents, and neither has the terminal of the other',
    async (_, connect) => {
      const [first, second] = await Promise.all([connect(served, 'first'), connect(served, 'second')]);
      const opened = await call(first, 'jms_open_terminal_session', { asset: 'lab-bash', account: 'root' });
      const handle = z.looseObject({ session_handle: z.string() }).parse(opened.facts).session_handle;
      // At the same time, and numbered alike.
      const [ours, theirs] = await Promise.all([run(first, 'echo first'), run(second, 'echo second')]);
      expect(ours.text).toContain('\nfirst\n');
      expect(theirs.text).toContain('\nsecond\n');
      expect(
        side.agents
          .list()
          .map(({ name }) => name)
          .sort(),
      ).toEqual(['first', 'second']);
      expect(new Set(pool.list().map(({ owner }) => owner)).size).toBe(2);
      for (const tool of ['jms_read_terminal_session', 'jms_close_terminal_session'])
        expect((await call(second, tool, { session_handle: handle })).text).toMatch(/^terminal-not-found: /);
      expect((await call(first, 'jms_read_terminal_session', { session_handle: handle })).text).toContain('first');
      await Promise.all([first.close(), second.close()]);
    },
  );

  it('processes of one client that have no sessions share an agent, whatever they number their calls', async () => {
    const same = await Promise.all([served.v2('auto', 'editor'), served.v2('auto', 'editor')]);
    const texts = await Promise.all(same.map((client, at) => run(client, `echo was ${at}`)));
    expect(texts.map(({ text }) => /was (\d)\n/.exec(text)?.[1])).toEqual(['0', '1']);
    expect(side.agents.list()).toMatchObject([{ name: 'editor' }]);
    await Promise.all(same.map((client) => client.close()));
  });

  it('a session that its client ends is over for the app, and not known again', async () => {
    const client = await served.v1();
    await run(client, 'true');
    const { transport } = client;
    if (!(transport instanceof StreamableHTTPClientTransport)) throw new Error('another transport');
    const session = transport.sessionId ?? '';
    const left = new Promise<void>((resolve) =>
      side.agents.on('did-change', ([agent]) => {
        if (agent?.awaySince !== null) resolve();
      }),
    );
    await transport.terminateSession();
    await left;
    const headers = {
      ...{ ...served.authorized, 'Mcp-Session-Id': session, 'Content-Type': 'application/json' },
      Accept: 'application/json, text/event-stream',
    };
    const ping = JSON.stringify({ jsonrpc: '2.0', id: 7, method: 'ping' });
    const later = await served.ask('POST', headers, ping);
    expect(later).toMatchObject({ status: 404, text: expect.stringContaining('Initialize again') });
    await client.close();
  });

  it.each(generations)(
    'a client (%s) stays through a restart of the app, and is told what it lost',
    async (_, connect) => {
      const client = await connect(served);
      const running = new Promise<void>((resolve) => pool.on('run-started', () => resolve()));
      const cut = run(client, 'sleep 300');
      await running;
      await side.dispose();
      expect((await cut).text).toMatch(/^app-restarted: /);
      side = await AgentSide.start(home, world.sites(), pool);
      expect((await run(client, 'echo again')).text).toContain('\nagain\n');
      await client.close();
    },
  );

  it('a client that comes while the app is away is told so, and joins it when it comes', async () => {
    await side.dispose();
    for (const connect of [() => served.v1(), () => served.v2('auto')]) {
      const client = await connect();
      expect((await run(client, 'true')).text).toMatch(/^app-not-running: /);
      await client.close();
    }
    const client = await served.v1();
    side = await AgentSide.start(home, world.sites(), pool);
    expect((await run(client, 'echo there')).text).toContain('\nthere\n');
    await client.close();
  });

  it('answers requests of 2026-07-28 in their own numbers, with the status that the revision wants', async () => {
    const _meta = {
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientInfo': { name: 'raw', version: '1' },
      'io.modelcontextprotocol/clientCapabilities': {},
    };
    const post = (method: string, params: object, headers: Record<string, string> = {}, signal?: AbortSignal) =>
      fetch(served.url, {
        ...{ method: 'POST', signal: signal ?? null },
        headers: {
          ...mcp,
          ...served.authorized,
          'MCP-Protocol-Version': '2026-07-28',
          'Mcp-Method': method,
          ...headers,
        },
        body: JSON.stringify({ jsonrpc: '2.0', id: 77, method, params: { ...params, _meta } }),
      });
    const leave = new AbortController();
    const listening = await post(
      'subscriptions/listen',
      { notifications: { toolsListChanged: true } },
      {},
      leave.signal,
    );
    const heard = await listening.body?.getReader().read();
    expect(new TextDecoder().decode(heard?.value)).toContain('"io.modelcontextprotocol/subscriptionId":77');
    // While that one is open under the same number.
    const tools = await post('tools/list', {});
    expect(await tools.json()).toMatchObject({ id: 77, result: { tools: expect.any(Array) } });
    const unknown = await post('no/such', {});
    expect(unknown.status).toBe(404);
    expect(await unknown.json()).toMatchObject({ id: 77, error: { code: -32601 } });
    expect((await post('tools/list', {}, { 'Mcp-Method': 'tools/call' })).status).toBe(400);
    leave.abort();
  });

  it('shows the nine tools of daily work where it was started for them', async () => {
    const core = await ServedBridge.start([process.execPath, workshop.bridge], environment(home), [
      '--tools',
      'core',
      '--path',
      '/core',
    ]);
    expect(new URL(core.url).pathname).toBe('/core');
    const client = await core.v2('auto');
    expect((await client.listTools()).tools).toHaveLength(9);
    await client.close();
    expect(await core.stop('SIGINT')).toBe(0);
  });
});

it.each(generations)('a client (%s) hears every five seconds what its call waits for', async (_, connect) => {
  const workshop = await Workshop.open();
  const home = workshop.home();
  const clock = new FakeClock();
  const { sites, pool } = idleWorld();
  sites.signedIn = false;
  const side = await AgentSide.start(home, sites, pool, clock);
  const served = await ServedBridge.start([process.execPath, workshop.bridge], environment(home));
  const client = await connect(served);
  try {
    const heard: unknown[] = [];
    let hear = () => {};
    const next = () =>
      new Promise<void>((resolve) => {
        hear = resolve;
      });
    const onprogress = (progress: unknown) => {
      heard.push(progress);
      hear();
    };
    const begun = next();
    const asked = { name: 'jms_request_login', arguments: { wait_seconds: 60 } };
    const waiting =
      client instanceof V1Client
        ? client.callTool(asked, undefined, { onprogress })
        : client.callTool(asked, { onprogress });
    await begun;
    while (sites.asked.length === 0) await settle();
    const told = next();
    await clock.advance(5_000);
    await told;
    const message = 'waiting for the person to sign in';
    expect(heard).toEqual([
      { progress: 0, total: 60, message },
      { progress: 5, total: 60, message },
    ]);
    sites.signIn();
    await waiting;
  } finally {
    await client.close();
    await served.stop();
    await side.dispose();
    await pool.dispose();
    await workshop.close();
  }
});
