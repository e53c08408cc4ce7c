import { Client as ModernClient } from '@modelcontextprotocol/client';
import { StdioClientTransport as ModernStdio } from '@modelcontextprotocol/client/stdio';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { writeLaunchFile } from '../../../main/agents/runtime-files.ts';
import type { TerminalPool } from '../../../main/terminals/terminal-pool.ts';
import { FakeClock, settle } from '../../support/fake-clock.ts';
import { AgentSide, APP_VERSION } from '../agents/agent-side.ts';
import { connectAgent, environment, RawBridge, Workshop } from '../agents/bridge-process.ts';
import { idleWorld } from '../agents/idle-world.ts';
import type { OneSite } from '../agents/one-site.ts';
import { practiceWorld } from '../agents/practice-world.ts';
import { callTool } from '../agents/tool-calls.ts';

const LEGACY = ['2024-11-05', '2025-03-26', '2025-06-18', '2025-11-25'] as const;
const withId = (id: number) => (value: Record<string, unknown>) => value['id'] === id;

describe('what a host meets, through the bridge', () => {
  let workshop: Workshop;
  let world: Awaited<ReturnType<typeof practiceWorld>>;
  let home: string;
  let sites: OneSite;
  let pool: TerminalPool;
  let side: AgentSide;

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
    sites = world.sites();
    pool = world.pool();
    side = await AgentSide.start(home, sites, pool);
  });
  afterEach(async () => {
    await side.dispose();
    await pool.dispose();
  });

  /** A v2 client that speaks the newest revision, or, pinned, an older one. */
  async function modern() {
    const client = new ModernClient({ name: 'modern', version: '2' }, { versionNegotiation: { mode: 'auto' } });
    await client.connect(
      new ModernStdio({ command: process.execPath, args: [workshop.bridge, 'mcp'], env: environment(home) }),
    );
    return client;
  }

  it.each(LEGACY)('speaks revision %s: opens, lists, runs a command, tells an error', async (revision) => {
    const bridge = new RawBridge(workshop.bridge, home);
    let id = 0;
    const ask = async (method: string, params: object) => {
      id += 1;
      bridge.write(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
      return bridge.next(withId(id));
    };
    try {
      const clientInfo = { name: 'raw', version: '1' };
      const opening = await ask('initialize', { protocolVersion: revision, capabilities: {}, clientInfo });
      expect(opening).toMatchObject({
        result: { protocolVersion: revision, capabilities: { tools: {}, prompts: {}, resources: {} } },
      });
      bridge.write(JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' }));
      expect(await ask('tools/list', {})).toMatchObject({ result: { tools: expect.any(Array) } });
      const command = { asset: 'lab-bash', account: 'root', command: 'echo hi' };
      expect(await ask('tools/call', { name: 'jms_execute_koko_command', arguments: command })).toMatchObject({
        result: { content: [{ type: 'text', text: expect.stringContaining('\nhi\n') }] },
      });
      expect(await ask('tools/call', { name: 'jms_get_asset', arguments: {} })).toMatchObject({
        result: { isError: true, content: [{ text: expect.stringMatching(/^bad-argument: /) }] },
      });
      expect(await ask('ping', {})).toMatchObject({ result: {} });
    } finally {
      await bridge.end();
    }
  });

  it('speaks revision 2026-07-28 with the v2 client: tools, prompts, resources, an unknown tool', async () => {
    const client = await modern();
    try {
      expect(client.getNegotiatedProtocolVersion()).toBe('2026-07-28');
      const command = { asset: 'lab-bash', account: 'root', command: 'echo hi' };
      expect(await client.callTool({ name: 'jms_execute_koko_command', arguments: command })).toMatchObject({
        content: [{ text: expect.stringContaining('\nhi\n') }],
      });
      expect((await client.listPrompts()).prompts.length).toBeGreaterThan(2);
      const { resources } = await client.listResources();
      expect(resources.map(({ uri }) => uri)).toEqual([
        'drawbridge://guide',
        `terminal://${pool.list()[0]?.id}/screen`,
      ]);
      await expect(client.callTool({ name: 'jms_list_asset', arguments: {} })).rejects.toThrow(
        'There is no tool "jms_list_asset"',
      );
    } finally {
      await client.close();
    }
  });

  it('lists the same tools signed in and signed out, in every revision', async () => {
    const v1 = await connectAgent(workshop.bridge, home);
    const v2 = await modern();
    try {
      const { tools } = await v1.listTools();
      sites.signedIn = false;
      expect((await v1.listTools()).tools).toEqual(tools);
      expect((await v2.listTools()).tools).toEqual(tools);
      expect(sites.asked).toEqual([]);
    } finally {
      await v1.close();
      await v2.close();
    }
  });

  it('lists nine tools to a host that wants the core, and answers to the others as well', async () => {
    const client = await connectAgent(workshop.bridge, home, 'frugal', ['--tools', 'core']);
    try {
      expect((await client.listTools()).tools).toHaveLength(9);
      expect((await callTool(client, 'jms_profile')).facts).toMatchObject({ username: 'alice' });
    } finally {
      await client.close();
    }
  });

  it('offers prompts that fill in what the person said', async () => {
    const client = await connectAgent(workshop.bridge, home);
    try {
      const { prompts } = await client.listPrompts();
      expect(prompts.map(({ name }) => name)).toEqual(['check-server', 'follow-log', 'run-on-several', 'work-as-user']);
      const { messages } = await client.getPrompt({ name: 'check-server', arguments: { asset: 'web-01\nand more' } });
      expect(messages).toMatchObject([
        { role: 'user', content: { text: expect.stringContaining('"web-01 and more"') } },
      ]);
      await expect(client.getPrompt({ name: 'check-server' })).rejects.toThrow('asset');
    } finally {
      await client.close();
    }
  });

  it('shows the screen of an own terminal as a resource, and no other’s; the guide always', async () => {
    const client = await connectAgent(workshop.bridge, home);
    const other = await connectAgent(workshop.bridge, home, 'other');
    try {
      await callTool(client, 'jms_execute_koko_command', {
        ...{ asset: 'lab-bash', account: 'root', command: 'echo on-the-screen' },
      });
      const [terminal] = pool.list();
      const uri = `terminal://${terminal?.id}/screen`;
      expect(await client.listResources()).toMatchObject({ resources: [{ uri: 'drawbridge://guide' }, { uri }] });
      expect(await client.readResource({ uri })).toMatchObject({
        contents: [{ mimeType: 'text/plain', text: expect.stringMatching(/data from the server[\s\S]*on-the-screen/) }],
      });
      expect((await other.listResources()).resources).toHaveLength(1);
      await expect(other.readResource({ uri })).rejects.toThrow('terminal-not-found: ');
      const { completion } = await client.complete({
        ref: { type: 'ref/resource', uri: 'terminal://{id}/screen' },
        argument: { name: 'id', value: 'term_' },
      });
      expect(completion.values).toEqual([terminal?.id]);
      await side.killSwitch.raise();
      await expect(client.readResource({ uri })).rejects.toThrow('bridge-raised: ');
      expect(await other.readResource({ uri: 'drawbridge://guide' })).toMatchObject({
        contents: [{ text: expect.stringContaining('jms_execute_koko_command') }],
      });
    } finally {
      side.killSwitch.lower();
      await client.close();
      await other.close();
    }
  });

  it('gives a host its lists while the app is away, without the terminals that went with it', async () => {
    await writeLaunchFile(side.directory, {
      ...{ command: ['/bin/false'], cwd: home, appVersion: APP_VERSION, quitByPerson: false },
    });
    const first = await connectAgent(workshop.bridge, home);
    await callTool(first, 'jms_open_terminal_session', { asset: 'lab-bash', account: 'root' });
    const [tools, prompts, templates] = [
      await first.listTools(),
      await first.listPrompts(),
      await first.listResourceTemplates(),
    ];
    expect((await first.listResources()).resources).toHaveLength(2);
    await first.close();
    await side.dispose();
    const second = await connectAgent(workshop.bridge, home);
    try {
      expect(await second.listTools()).toEqual(tools);
      expect(await second.listPrompts()).toEqual(prompts);
      expect(await second.listResourceTemplates()).toEqual(templates);
      expect((await second.listResources()).resources.map(({ uri }) => uri)).toEqual(['drawbridge://guide']);
    } finally {
      await second.close();
    }
  });
});

it('tells every five seconds what a call waits for', async () => {
  const workshop = await Workshop.open();
  const home = workshop.home();
  const clock = new FakeClock();
  const { sites, pool } = idleWorld();
  sites.signedIn = false;
  const side = await AgentSide.start(home, sites, pool, clock);
  const client = await connectAgent(workshop.bridge, home);
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
    const waiting = callTool(client, 'jms_request_login', { wait_seconds: 60 }, { onprogress });
    await begun;
    while (sites.asked.length === 0) await settle();
    for (const _ of [1, 2]) {
      const told = next();
      await clock.advance(5_000);
      await told;
    }
    const message = 'waiting for the person to sign in';
    expect(heard).toEqual([
      { progress: 0, total: 60, message },
      { progress: 5, total: 60, message },
      { progress: 10, total: 60, message },
    ]);
    sites.signIn();
    expect((await waiting).isError).toBe(false);
  } finally {
    await client.close();
    await side.dispose();
    await pool.dispose();
    await workshop.close();
  }
});
