import { chmodSync, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { Client as ModernClient } from '@modelcontextprotocol/client';
import { StdioClientTransport as ModernStdio } from '@modelcontextprotocol/client/stdio';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { markQuitByPerson, writeLaunchFile } from '../../../main/agents/runtime-files.ts';
import { AgentSide, APP_VERSION } from './agent-side.ts';
import { connectAgent, environment, RawBridge, runVerb, Workshop } from './bridge-process.ts';
import { idleWorld } from './idle-world.ts';

const initialize = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'raw', version: '1' } },
};
const initialized = { jsonrpc: '2.0', method: 'notifications/initialized' };
const toolCall = (id: number, name: string, args = {}) => ({
  ...{ jsonrpc: '2.0', id, method: 'tools/call' },
  params: { name, arguments: args },
});
const withId = (id: number | null) => (value: Record<string, unknown>) => value['id'] === id;

describe('the bridge', () => {
  let workshop: Workshop;
  let home: string;
  let bridge: RawBridge;
  let world: ReturnType<typeof idleWorld>;
  const running: AgentSide[] = [];

  const say = (value: object) => bridge.write(JSON.stringify(value));
  const startApp = async () => {
    const side = await AgentSide.start(home, world.sites, world.pool);
    running.push(side);
    return side;
  };
  const agentHere = (side: AgentSide) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (side.agents.list().some(({ name }) => name === 'raw')) resolve();
      };
      side.agents.on('did-change', look);
      look();
    });

  beforeAll(async () => {
    workshop = await Workshop.open();
  });
  afterAll(() => workshop.close());
  beforeEach(() => {
    home = workshop.home();
    mkdirSync(home);
    world = idleWorld();
    bridge = new RawBridge(workshop.bridge, home);
  });
  afterEach(async () => {
    bridge.process.kill();
    for (const side of running.splice(0)) await side.dispose();
    await world.pool.dispose();
  });

  it('opens for a host while the app is away, says what to do, and joins the app when it comes', async () => {
    say(initialize);
    expect(await bridge.next(withId(1))).toMatchObject({ result: { serverInfo: { name: 'drawbridge' } } });
    say(initialized);
    say({ jsonrpc: '2.0', id: 2, method: 'ping' });
    expect(await bridge.next(withId(2))).toMatchObject({ result: {} });
    say(toolCall(3, 'jms_status'));
    expect(await bridge.next(withId(3))).toMatchObject({
      result: { isError: true, content: [{ text: expect.stringMatching(/^app-not-running: /) }] },
    });
    await agentHere(await startApp());
    say(toolCall(4, 'jms_status'));
    expect(await bridge.next(withId(4))).toMatchObject({ result: { structuredContent: { version: APP_VERSION } } });
  });

  it('stays up while the app restarts: a call in flight gets an error, the next one works, nothing is answered twice', async () => {
    const first = await startApp();
    say(initialize);
    await bridge.next(withId(1));
    say(initialized);
    world.sites.signedIn = false;
    say(toolCall(2, 'jms_profile'));
    while (world.sites.asked.length === 0) await new Promise((resolve) => setImmediate(resolve));
    running.splice(running.indexOf(first), 1);
    await first.dispose();
    expect(await bridge.next(withId(2))).toMatchObject({
      result: { isError: true, content: [{ text: expect.stringMatching(/^app-restarted: /) }] },
    });
    await agentHere(await startApp());
    say(toolCall(3, 'jms_status'));
    expect(await bridge.next(withId(3))).toMatchObject({ result: { structuredContent: {} } });
    expect(bridge.lines).toEqual([]);
  });

  it('answers tools/list from what the same version of the app said before', async () => {
    const side = await startApp();
    await writeLaunchFile(side.directory, {
      command: ['/bin/false'],
      cwd: home,
      appVersion: APP_VERSION,
      quitByPerson: false,
    });
    say(initialize);
    await bridge.next(withId(1));
    say({ jsonrpc: '2.0', id: 2, method: 'tools/list' });
    const live = await bridge.next(withId(2));
    running.splice(0);
    await side.dispose();
    const second = new RawBridge(workshop.bridge, home);
    second.write(JSON.stringify(initialize));
    expect(await second.next(withId(1))).toMatchObject({
      result: { instructions: expect.stringContaining('Drawbridge') },
    });
    second.write(JSON.stringify({ jsonrpc: '2.0', id: 2, method: 'tools/list' }));
    expect(await second.next(withId(2))).toEqual(live);
    await writeLaunchFile(side.directory, {
      command: ['/bin/false'],
      cwd: home,
      appVersion: 'other',
      quitByPerson: true,
    });
    second.write(JSON.stringify({ jsonrpc: '2.0', id: 3, method: 'tools/list' }));
    expect(await second.next(withId(3))).toMatchObject({ error: { data: { code: 'app-quit-by-person' } } });
    expect(await second.end()).toBe(0);
  });

  it('starts the app, hidden, on the first call that needs it, once', async () => {
    const app = await workshop.bundle('test/integration/agents/hidden-app.ts', 'hidden-app.mjs');
    const directory = path.join(home, 'run');
    await writeLaunchFile(directory, {
      command: [process.execPath, app, home],
      ...{ cwd: home, appVersion: APP_VERSION, quitByPerson: false },
    });
    say(initialize);
    await bridge.next(withId(1));
    expect(existsSync(path.join(home, 'starts'))).toBe(false);
    say(initialized);
    say(toolCall(2, 'jms_status'));
    say(toolCall(3, 'jms_list_terminal_sessions'));
    expect(await bridge.next(withId(2))).toMatchObject({ result: { structuredContent: { version: APP_VERSION } } });
    await bridge.next(withId(3));
    const starts = readFileSync(path.join(home, 'starts'), 'utf8').trim().split('\n');
    // These tests give no display, and Chromium must hear of that before it starts.
    expect(starts).toEqual([expect.stringMatching(/^\d+ (--ozone-platform=headless --disable-gpu )?--hidden$/)]);
    process.kill(Number.parseInt(starts[0] ?? '', 10));
  });

  it('starts nothing after the person quit, and says so', async () => {
    const directory = path.join(home, 'run');
    await writeLaunchFile(directory, {
      command: ['/bin/false'],
      cwd: home,
      appVersion: APP_VERSION,
      quitByPerson: false,
    });
    await markQuitByPerson(directory);
    say(initialize);
    await bridge.next(withId(1));
    say(toolCall(2, 'jms_status'));
    expect(await bridge.next(withId(2))).toMatchObject({
      result: { isError: true, content: [{ text: expect.stringMatching(/^app-quit-by-person: /) }] },
    });
    expect(await runVerb(workshop.bridge, home, ['status'])).toMatchObject({ code: 3, out: '' });
    expect(await runVerb(workshop.bridge, home, ['login', '--json'])).toMatchObject({
      code: 3,
      out: expect.stringContaining('"app-quit-by-person"'),
    });
  });

  it('answers malformed and oversized lines, and goes on', async () => {
    bridge.write('this is not JSON');
    expect(await bridge.next(withId(null))).toMatchObject({ error: { code: -32700 } });
    bridge.write(`{"jsonrpc":"2.0","id":9,"method":"x","params":{"a":"${'x'.repeat(8 * 1024 * 1024)}"}}`);
    expect(await bridge.next(withId(null))).toMatchObject({
      error: { code: -32700, message: expect.stringContaining('8388608') },
    });
    say(initialize);
    expect(await bridge.next(withId(1))).toMatchObject({ result: {} });
    expect(await bridge.end()).toBe(0);
  });

  it('keeps what it remembers, and how to reach the app, from other users', async () => {
    const side = await startApp();
    say(initialize);
    await bridge.next(withId(1));
    say(initialized);
    say({ jsonrpc: '2.0', id: 2, method: 'tools/list' });
    await bridge.next(withId(2));
    await agentHere(side);
    expect(statSync(path.join(home, 'state', 'mcp-answers.json')).mode & 0o777).toBe(0o600);
    const endpoint = statSync(path.join(side.directory, 'endpoint.json'));
    expect(endpoint.mode & 0o777).toBe(0o600);
  });

  it('serves the 2026-07-28 revision, over a restart of the app too', async () => {
    const side = await startApp();
    const client = new ModernClient({ name: 'modern', version: '2' }, { versionNegotiation: { mode: 'auto' } });
    await client.connect(
      new ModernStdio({ command: process.execPath, args: [workshop.bridge, 'mcp'], env: environment(home) }),
    );
    try {
      expect(client.getNegotiatedProtocolVersion()).toBe('2026-07-28');
      expect(await client.callTool({ name: 'jms_status', arguments: {} })).toMatchObject({ structuredContent: {} });
      expect(side.agents.list()).toMatchObject([{ name: 'modern', version: '2', calls: 1 }]);
      const { tools } = await client.listTools();
      expect(tools.length).toBeGreaterThan(0);
      running.splice(0);
      await side.dispose();
      await startApp();
      expect(await client.callTool({ name: 'jms_status', arguments: {} })).toMatchObject({ structuredContent: {} });
      expect((await client.listTools()).tools).toEqual(tools);
    } finally {
      await client.close();
    }
  });

  it('two agents are two agents', async () => {
    const side = await startApp();
    const [one, two] = await Promise.all([
      connectAgent(workshop.bridge, home, 'one'),
      connectAgent(workshop.bridge, home, 'two'),
    ]);
    // A client's introduction may still be under way when its connect returns.
    for (const client of [one, two]) await client.callTool({ name: 'jms_status', arguments: {} });
    expect(
      side.agents
        .list()
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['one', 'two']);
    await one.close();
    expect(await two.callTool({ name: 'jms_status', arguments: {} })).toMatchObject({ structuredContent: {} });
    await two.close();
  });

  it('refuses a runtime directory that others can enter', async () => {
    mkdirSync(path.join(home, 'run'));
    chmodSync(path.join(home, 'run'), 0o755);
    await expect(startApp()).rejects.toMatchObject({
      code: 'protocol-error',
      nextStep: expect.stringContaining('chmod 700'),
    });
  });
});
