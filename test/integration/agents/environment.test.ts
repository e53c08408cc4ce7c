import { mkdirSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../main/errors/clock.ts';
import { RestClient } from '../../../main/jumpserver/rest-client.ts';
import type { TerminalPool } from '../../../main/terminals/terminal-pool.ts';
import { NodeSiteTransport } from '../../support/node-site-transport.ts';
import { AgentSide } from './agent-side.ts';
import { connectAgent, RawBridge, runVerb, Workshop } from './bridge-process.ts';
import { idleWorld } from './idle-world.ts';
import { OneSite } from './one-site.ts';
import { practiceWorld } from './practice-world.ts';
import { callTool } from './tool-calls.ts';

describe("an agent's environment", () => {
  let workshop: Workshop;
  let home: string;
  let site: Server;
  let siteUrl: string;
  let side: AgentSide | undefined;
  let pool: TerminalPool;
  const organisations: (string | undefined)[] = [];
  const closing: (() => Promise<unknown>)[] = [];
  let answer: (response: ServerResponse) => void;

  const agent = async (env: Readonly<Record<string, string>>) => {
    const client = await connectAgent(workshop.bridge, home, 'test-agent', [], undefined, env);
    closing.push(() => client.close());
    return client;
  };
  /** The app's side, with a site whose every request is seen. */
  const startApp = async () => {
    const transport = new NodeSiteTransport();
    const ports = { baseUrl: siteUrl, transport, clock: systemClock, onAnswer() {} };
    const rest = new RestClient({ ...ports, organisation: () => 'site-default' });
    pool = idleWorld().pool;
    side = await AgentSide.start(home, new OneSite({ rest, transport, baseUrl: siteUrl }), pool);
    return side;
  };

  beforeAll(async () => {
    workshop = await Workshop.open();
    site = createServer((request, response) => {
      const organisation = request.headers['x-jms-org'];
      organisations.push(typeof organisation === 'string' ? organisation : undefined);
      answer(response);
    });
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
    // A server on TCP has one.
    siteUrl = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  });
  beforeEach(() => {
    home = workshop.home();
    mkdirSync(home);
    organisations.length = 0;
    answer = (response) => {
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify({ id: 'u1', username: 'alice', name: 'Alice' }));
    };
  });
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
    await side?.dispose();
    side = undefined;
    await pool?.dispose();
  });
  afterAll(async () => {
    site.closeAllConnections();
    await new Promise((resolve) => site.close(resolve));
    await workshop.close();
  });

  it('chooses one of the sites that the person added, by its address', async () => {
    await startApp();
    const client = await agent({ MCP_JUMPSERVER_GUI_SUCKS_BASE_URL: `${siteUrl}/ui/` });
    expect((await callTool(client, 'jms_profile')).text).toContain('alice');
  });

  it('sends the person to add a site that they did not add, and asks nothing of its address', async () => {
    const { port } = site.address() as AddressInfo;
    await startApp();
    const client = await agent({ DRAWBRIDGE_BASE_URL: `http://localhost:${port}` });
    const { text, isError } = await callTool(client, 'jms_profile');
    expect(isError).toBe(true);
    expect(text).toMatch(/^ask-person-to-add-site: /);
    expect(organisations).toEqual([]);
  });

  it('gives a site no more time than it says', async () => {
    answer = () => {};
    await startApp();
    const client = await agent({ DRAWBRIDGE_REQUEST_TIMEOUT_SECONDS: '0.2' });
    expect((await callTool(client, 'jms_profile')).text).toMatch(/^site-unreachable: .*0\.2 s/);
  });

  it('ends the bridge with a sentence about a value that cannot be used', async () => {
    const env = { MCP_JUMPSERVER_GUI_SUCKS_MAX_TERMINAL_SESSIONS: 'lots' };
    for (const verb of ['mcp', 'status']) {
      const { code, out, err } = await runVerb(workshop.bridge, home, [verb], undefined, { env, input: '' });
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toMatch(/MCP_JUMPSERVER_GUI_SUCKS_MAX_TERMINAL_SESSIONS holds "lots"[\s\S]*whole number/);
    }
  });

  it('says how much the bridge writes to stderr', async () => {
    await startApp();
    const loud = new RawBridge(workshop.bridge, home, ['mcp'], { DRAWBRIDGE_LOG_LEVEL: 'info' });
    loud.write(
      JSON.stringify({
        ...{ jsonrpc: '2.0', id: 1, method: 'initialize' },
        params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'raw', version: '1' } },
      }),
    );
    await new Promise<void>((resolve) => {
      let said = '';
      loud.process.stderr.on('data', (bytes: Buffer) => {
        said += bytes;
        if (/connected to Drawbridge/.test(said)) resolve();
      });
    });
    await loud.end();
    const { err } = await runVerb(workshop.bridge, home, ['mcp'], undefined, { input: '' });
    expect(err).toBe('');
  });

  /** The app's side with a practice site, and limits as main/index.ts wires them. */
  async function atWork() {
    const world = await practiceWorld();
    closing.push(() => world.dispose());
    pool = world.pool({ perAgent: 3 }, undefined, {
      ownCap: (id) => side?.wanted.terminals(id, 3) ?? null,
      ownIdleMs: (id) => side?.wanted.terminalIdleMs(id) ?? null,
      lookEveryMs: () => side?.wanted.terminalLookMs() ?? null,
    });
    side = await AgentSide.start(home, world.sites(), pool);
    side.agents.on('did-change', () => pool.hurry());
    return side;
  }

  it('lowers the number of its terminals, and leaves those of others', async () => {
    const { agents } = await atWork();
    const few = await agent({ DRAWBRIDGE_MAX_TERMINAL_SESSIONS: '1' });
    const many = await agent({ DRAWBRIDGE_MAX_TERMINAL_SESSIONS: '1000' });
    for (const client of [few, many])
      for (const asset of ['lab-bash', 'lab-sh'])
        await callTool(client, 'jms_execute_koko_command', { asset, account: 'root', command: 'true' });
    const open = (id: string | undefined) =>
      pool.list().filter(({ owner }) => owner.kind === 'agent' && owner.agentId === id);
    const counts = agents.list().map(({ id }) => open(id).filter(({ state }) => state.kind !== 'closed').length);
    expect(counts).toEqual([1, 2]);
  });

  it('closes its idle terminals after its own time, looked after in its own pace, and those of others not', async () => {
    await atWork();
    const patient = await agent({ DRAWBRIDGE_TERMINAL_IDLE_TIMEOUT_SECONDS: '86400' });
    const hasty = await agent({
      MCP_JUMPSERVER_GUI_SUCKS_TERMINAL_IDLE_TIMEOUT_SECONDS: '1',
      MCP_JUMPSERVER_GUI_SUCKS_TERMINAL_REAP_INTERVAL_SECONDS: '0.2',
    });
    const there = { asset: 'lab-bash', account: 'root', command: 'true' };
    await callTool(patient, 'jms_execute_koko_command', there);
    const closed = new Promise<string>((resolve) => {
      pool.on('changed', ({ state }) => {
        if (state.kind === 'closed') resolve(state.reason);
      });
    });
    await callTool(hasty, 'jms_execute_koko_command', there);
    expect(await closed).toBe('Nothing ran in it for 1 s.');
    expect(pool.list().map(({ state }) => state.kind)).toEqual(['prompt', 'closed']);
    expect((await callTool(hasty, 'jms_execute_koko_command', there)).text).toContain('Nothing ran in it for 1 s');
  });

  it('has as many file sessions as it says, and loses them when idle for its own time', async () => {
    const { files } = await atWork();
    const few = await agent({
      ...{ DRAWBRIDGE_MAX_SFTP_SESSIONS: '1', DRAWBRIDGE_SFTP_IDLE_TIMEOUT_SECONDS: '1' },
      DRAWBRIDGE_SFTP_REAP_INTERVAL_SECONDS: '0.2',
    });
    const other = await agent({});
    const list = (client: typeof few, asset: string) => callTool(client, 'jms_sftp_list', { asset, account: 'root' });
    const ends: (string | null)[] = [];
    const both = new Promise<void>((resolve) => {
      files.sessions.on('did-change', ({ closed }) => {
        if (closed === null) return;
        ends.push(closed);
        if (ends.length === 2) resolve();
      });
    });
    expect((await list(other, 'lab-bash')).isError).toBe(false);
    expect((await list(few, 'lab-bash')).isError).toBe(false);
    expect((await list(few, 'lab-sh')).isError).toBe(false);
    await both;
    expect(ends).toEqual([
      'It was idle for longest, and room was needed for another.',
      'Nothing was done in it for 1 s.',
    ]);
    expect(files.sessions.list().filter(({ closed }) => closed === null)).toHaveLength(1);
  });
});
