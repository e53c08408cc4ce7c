import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { HttpServerLimits } from '../../../mcp-bridge/http/http-server.ts';
import { initialize, mcp } from '../../support/served-bridge.ts';
import { AgentSide } from './agent-side.ts';
import { Workshop } from './bridge-process.ts';
import { idleWorld } from './idle-world.ts';
import { openHttp } from './open-http.ts';

describe('the bounds of serving over HTTP', () => {
  let workshop: Workshop;
  let idle: ReturnType<typeof idleWorld>;
  let side: AgentSide;
  let server: Awaited<ReturnType<typeof openHttp>>;
  let url: string;
  let port: number;

  beforeAll(async () => {
    workshop = await Workshop.open();
  });
  afterAll(() => workshop.close());
  beforeEach(async () => {
    idle = idleWorld();
    side = await AgentSide.start(workshop.home(), idle.sites, idle.pool);
  });
  afterEach(async () => {
    await server.close();
    await side.dispose();
    await idle.pool.dispose();
  });

  async function serve(limits: Partial<HttpServerLimits>) {
    server = await openHttp(side, limits);
    ({ url, port } = server);
  }
  const open = () => fetch(url, { method: 'POST', headers: mcp, body: JSON.stringify(initialize()) });
  const of = (session: string | null) => ({ ...mcp, 'Mcp-Session-Id': session ?? '' });
  const agentsAre = (count: number) => {
    if (side.agents.list().length === count) return Promise.resolve();
    return new Promise<void>((resolve) =>
      side.agents.on('did-change', (all) => {
        if (all.length === count) resolve();
      }),
    );
  };

  it('so many clients at one time: the next one is told, and has the place of one that ends', async () => {
    await serve({ agents: 2 });
    const [first, second] = [await open(), await open()];
    await Promise.all([first.text(), second.text()]);
    const third = await open();
    expect(third).toMatchObject({ status: 503 });
    expect(await third.text()).toContain('2 clients are served already');
    const ended = await fetch(url, { method: 'DELETE', headers: of(first.headers.get('mcp-session-id')) });
    expect(ended.status).toBe(200);
    await agentsAre(1);
    expect((await open()).status).toBe(200);
  });

  it('a refused opening takes no place', async () => {
    await serve({ agents: 1 });
    const headers = { ...mcp, Accept: 'text/html' };
    const refused = await fetch(url, { method: 'POST', headers, body: JSON.stringify(initialize()) });
    expect(refused.status).toBe(406);
    expect((await open()).status).toBe(200);
  });

  it('a client that asks nothing is ended, and not while it listens', async () => {
    await serve({ idleMs: 2_000, leftMs: 100 });
    const opened = await open();
    await opened.text();
    const session = opened.headers.get('mcp-session-id');
    const listening = new AbortController();
    const stream = await fetch(url, { headers: of(session), signal: listening.signal });
    expect(stream.headers.get('content-type')).toBe('text/event-stream');
    const other = await open();
    await other.text();
    expect(side.agents.list()).toHaveLength(2);
    await agentsAre(1);
    const ping = JSON.stringify({ jsonrpc: '2.0', id: 2, method: 'ping' });
    const alive = await fetch(url, { method: 'POST', headers: of(session), body: ping });
    expect(await alive.text()).toContain('"id":2');
    const late = await fetch(url, { method: 'POST', headers: of(other.headers.get('mcp-session-id')), body: ping });
    expect(late.status).toBe(404);
    listening.abort();
    await agentsAre(0);
  });

  it('a client that stops listening is ended soon, and not if it asks again', async () => {
    await serve({ leftMs: 1_000 });
    const [gone, stays] = [await open(), await open()];
    await Promise.all([gone.text(), stays.text()]);
    const listening = [gone, stays].map(async ({ headers }) => {
      const leave = new AbortController();
      await fetch(url, { headers: of(headers.get('mcp-session-id')), signal: leave.signal });
      return leave;
    });
    for (const leave of await Promise.all(listening)) leave.abort();
    const headers = of(stays.headers.get('mcp-session-id'));
    const ping = () => fetch(url, { method: 'POST', headers, body: '{"jsonrpc":"2.0","id":2,"method":"ping"}' });
    let ended = false;
    const oneLeft = agentsAre(1).then(() => {
      ended = true;
    });
    // The server may hear of a closed stream behind the first of them.
    while (!ended) expect((await ping()).status).toBe(200);
    await oneLeft;
  });

  it('a call that its client gave up keeps no stream open', async () => {
    await serve({ idleMs: 2_000 });
    idle.sites.signedIn = false;
    const opened = await open();
    await opened.text();
    const headers = of(opened.headers.get('mcp-session-id'));
    const post = (body: object) =>
      fetch(url, { method: 'POST', headers, body: JSON.stringify({ jsonrpc: '2.0', ...body }) });
    await post({ method: 'notifications/initialized' });
    const params = { name: 'jms_request_login', arguments: { wait_seconds: 60 } };
    const waiting = await post({ id: 'login', method: 'tools/call', params });
    while (idle.sites.asked.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await post({ method: 'notifications/cancelled', params: { requestId: 'login' } });
    expect(await waiting.text()).toBe('');
    await agentsAre(0);
  });

  it('a message that nobody can read ends nothing', async () => {
    await serve({});
    const opened = await open();
    await opened.text();
    const headers = of(opened.headers.get('mcp-session-id'));
    const _meta = JSON.stringify({
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientInfo': { name: 'raw', version: '1' },
      'io.modelcontextprotocol/clientCapabilities': {},
    });
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    const odd = [
      '{"jsonrpc":"2.0","error":{"code":1,"message":"of no call"}}',
      '{"jsonrpc":"2.0","id":99,"result":{}}',
      '{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":{}}}',
      '{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"never"}}',
      `{"jsonrpc":"2.0","id":3,"method":"tools/list","params":{"deep":${deep}}}`,
      `{"jsonrpc":"2.0","id":4,"method":"tools/list","params":{"_meta":${_meta},"deep":${deep}}}`,
    ];
    const statuses: number[] = [];
    for (const body of odd) {
      const answer = await fetch(url, { method: 'POST', headers, body });
      statuses.push(answer.status);
      await answer.text();
    }
    expect(statuses).toEqual([202, 202, 202, 202, 400, 400]);
    const ping = '{"jsonrpc":"2.0","id":5,"method":"ping"}';
    expect(await (await fetch(url, { method: 'POST', headers, body: ping })).text()).toContain('"id":5');
  });

  it('a head that does not come is not waited for', async () => {
    await serve({ headersMs: 200 });
    const slow = connect(port, '127.0.0.1');
    slow.write('POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\n');
    let said = '';
    slow.on('data', (bytes) => {
      said += bytes;
    });
    await once(slow, 'close');
    expect(said).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('a body that does not come is not waited for', async () => {
    await serve({ headersMs: 200, requestMs: 400 });
    const slow = connect(port, '127.0.0.1');
    slow.write(
      `POST /mcp HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{`,
    );
    await once(slow.resume(), 'close');
    expect((await open()).status).toBe(200);
  });
});
