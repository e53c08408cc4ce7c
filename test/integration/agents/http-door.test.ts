import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { usualLimits } from '../../../mcp-bridge/http/http-server.ts';
import { initialize, mcp, ServedBridge } from '../../support/served-bridge.ts';
import { AgentSide } from './agent-side.ts';
import { environment, Workshop } from './bridge-process.ts';
import { idleWorld } from './idle-world.ts';

const errorOf = ({ text }: { text: string }): string => JSON.parse(text).error.message;

describe('the door of `drawbridge serve`', () => {
  let workshop: Workshop;
  let home: string;
  let idle: ReturnType<typeof idleWorld>;
  let side: AgentSide;
  let served: ServedBridge;

  beforeAll(async () => {
    workshop = await Workshop.open();
  });
  afterAll(() => workshop.close());
  beforeEach(async () => {
    home = workshop.home();
    idle = idleWorld();
    side = await AgentSide.start(home, idle.sites, idle.pool);
    served = await ServedBridge.start([process.execPath, workshop.bridge], environment(home));
  });
  afterEach(async () => {
    await served.stop();
    await side.dispose();
    await idle.pool.dispose();
  });

  const opening = JSON.stringify(initialize());

  it('opens for who has the token, and for nobody else', async () => {
    const authorized = { ...mcp, ...served.authorized };
    expect(await served.ask('POST', mcp, opening)).toMatchObject({
      ...{ status: 401, headers: { 'www-authenticate': 'Bearer realm="drawbridge"' } },
      text: expect.stringContaining('A bearer token is missing'),
    });
    const near = `${served.token.slice(0, -1)}${served.token.endsWith('A') ? 'B' : 'A'}`;
    for (const wrong of [near, served.token.slice(1), `${served.token}A`, '', '漢'].map(encodeURI))
      expect(await served.ask('POST', { ...mcp, Authorization: `Bearer ${wrong}` }, opening)).toMatchObject({
        ...{ status: 401, headers: { 'www-authenticate': 'Bearer realm="drawbridge", error="invalid_token"' } },
      });
    expect((await served.ask('POST', { ...mcp, Authorization: `Basic ${served.token}` }, opening)).status).toBe(401);
    expect(side.agents.list()).toEqual([]);
    const opened = await served.ask('POST', authorized, opening);
    expect(opened).toMatchObject({ status: 200, headers: { 'content-type': 'text/event-stream' } });
    expect(opened.text).toContain('"serverInfo":{"name":"drawbridge"');
    expect(side.agents.list()).toHaveLength(1);
  });

  it('is shut for pages of other sites, also by a name that leads here', async () => {
    const { port } = new URL(served.url);
    const authorized = { ...mcp, ...served.authorized };
    for (const Host of [
      'evil.example',
      `evil.example:${port}`,
      '127.0.0.1',
      `127.0.0.1.nip.io:${port}`,
      '127.0.0.1:1',
      '0.0.0.0',
    ])
      expect(await served.ask('POST', { ...authorized, Host }, opening)).toMatchObject({ status: 403 });
    for (const Origin of [
      'https://evil.example',
      `http://evil.example:${port}`,
      'null',
      'file://',
      'http://localhost.evil.example',
    ])
      expect(await served.ask('POST', { ...authorized, Origin }, opening)).toMatchObject({ status: 403 });
    for (const mine of [{ Host: `localhost:${port}` }, { Origin: 'http://localhost:5173' }])
      expect(await served.ask('POST', { ...authorized, ...mine }, opening)).toMatchObject({ status: 200 });
  });

  it('grants no page what it would need to ask from elsewhere', async () => {
    const preflight = { Origin: 'http://localhost:5173', 'Access-Control-Request-Method': 'POST' };
    const answers = [
      await served.ask('OPTIONS', preflight),
      await served.ask('OPTIONS', { ...preflight, ...served.authorized }),
      await served.ask('POST', { ...mcp, ...served.authorized, ...preflight }, opening),
    ];
    expect(answers.map(({ status }) => status)).toEqual([401, 405, 200]);
    for (const { headers } of answers)
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
  });

  it('says of each request that it cannot take what is wrong with it', async () => {
    const authorized = { ...mcp, ...served.authorized };
    const post = (body: string | Buffer, headers: Record<string, string> = {}) =>
      served.ask('POST', { ...authorized, ...headers }, body);
    expect(await post('{"jsonrpc":')).toMatchObject({ status: 400, text: expect.stringContaining('not JSON') });
    expect(await post('[1]')).toMatchObject({ status: 400 });
    expect(await post('{"hello":1}')).toMatchObject({ status: 400 });
    expect(await post(opening, { 'Content-Type': 'text/plain' })).toMatchObject({ status: 415 });
    expect(await post(opening, { Accept: 'text/html' })).toMatchObject({ status: 406 });
    expect(errorOf(await post('{"jsonrpc":"2.0","id":1,"method":"tools/list"}'))).toContain('Mcp-Session-Id');
    expect(await served.ask('GET', authorized)).toMatchObject({ status: 400 });
    expect(await served.ask('PUT', authorized, opening)).toMatchObject({
      status: 405,
      headers: { allow: 'POST, GET, DELETE' },
    });
    for (const method of ['GET', 'POST', 'DELETE']) {
      const stranger = { ...authorized, 'Mcp-Session-Id': 'ec6dd5a0-0000-4000-8000-000000000000' };
      const body = method === 'POST' ? '{"jsonrpc":"2.0","id":1,"method":"tools/list"}' : undefined;
      expect(await served.ask(method, stranger, body)).toMatchObject({ status: 404 });
    }
    expect(side.agents.list()).toEqual([]);
  });

  it('reads two megabytes of a body, and not one byte more, declared or not', async () => {
    const authorized = { ...mcp, ...served.authorized };
    const filled = (bytes: number) => {
      const { params, ...opens } = initialize();
      const sized = (filler: string) => JSON.stringify({ ...opens, params: { ...params, _meta: { filler } } });
      return sized('x'.repeat(bytes - sized('').length));
    };
    const limit = usualLimits.bodyBytes;
    expect(await served.ask('POST', authorized, filled(limit))).toMatchObject({ status: 200 });
    expect(errorOf(await served.ask('POST', authorized, filled(limit + 1)))).toContain(`${limit} bytes`);
    const declared = { ...authorized, 'Content-Length': String(limit + 1) };
    expect(await served.ask('POST', declared, Buffer.alloc(limit + 1, 0x20))).toMatchObject({ status: 413 });
    expect(
      await served.ask('POST', { ...authorized, 'Transfer-Encoding': 'chunked' }, filled(limit + 1)),
    ).toMatchObject({
      status: 413,
    });
  });

  it('refuses a revision without sessions that it does not know, and says which it does', async () => {
    const _meta = {
      'io.modelcontextprotocol/protocolVersion': '2031-01-01',
      'io.modelcontextprotocol/clientInfo': { name: 'raw', version: '1' },
      'io.modelcontextprotocol/clientCapabilities': {},
    };
    const discover = { jsonrpc: '2.0', id: 1, method: 'server/discover', params: { _meta } };
    const headers = { ...mcp, ...served.authorized, 'MCP-Protocol-Version': '2031-01-01' };
    const refused = await served.ask('POST', headers, JSON.stringify(discover));
    expect(refused.status).toBe(400);
    expect(JSON.parse(refused.text)).toMatchObject({ error: { code: -32022, data: { supported: ['2026-07-28'] } } });
  });
});
