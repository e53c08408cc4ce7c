import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type AppConnection, connectToApp, newIdentity } from '../../../mcp-bridge/app-connection.ts';
import { endpointFile, MAX_FRAME_BYTES } from '../../../mcp-bridge/wire.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { AgentSide } from './agent-side.ts';
import { Workshop } from './bridge-process.ts';
import { idleWorld } from './idle-world.ts';

const endpointOf = (side: AgentSide) =>
  endpointFile.parse(JSON.parse(readFileSync(path.join(side.directory, 'endpoint.json'), 'utf8')));

/** All that the app says until it ends the connection. */
async function everything(socket: Socket): Promise<string> {
  let text = '';
  socket.on('data', (bytes) => {
    text += bytes;
  });
  socket.on('error', () => {});
  await once(socket, 'close');
  return text;
}

function lines(connection: AppConnection) {
  const heard: string[] = [];
  let closed = false;
  let wake = () => {};
  connection.start({
    onLine(line) {
      heard.push(line);
      wake();
    },
    onClose() {
      closed = true;
      wake();
    },
    onDrain() {},
  });
  return async () => {
    while (heard.length === 0 && !closed)
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    return heard.shift();
  };
}

const ping = (id: number) => JSON.stringify({ jsonrpc: '2.0', id, method: 'ping' });

describe('the local socket', () => {
  let workshop: Workshop;
  let home: string;
  let world: ReturnType<typeof idleWorld>;
  let side: AgentSide;
  let clock: FakeClock;

  beforeAll(async () => {
    workshop = await Workshop.open();
  });
  afterAll(() => workshop.close());
  beforeEach(async () => {
    home = workshop.home();
    world = idleWorld();
    clock = new FakeClock();
    side = await AgentSide.start(home, world.sites, world.pool, clock);
  });
  afterEach(async () => {
    await side.dispose();
    await world.pool.dispose();
  });

  it('refuses a first frame that is no hello, with a text, and serves the others on', async () => {
    const good = await connectToApp(side.directory, 'mcp', newIdentity());
    const next = lines(good);
    const bad = connect(endpointOf(side).path);
    bad.write('GET / HTTP/1.1\n');
    expect(await everything(bad)).toMatch(/"type":"refusal".*"protocol-error".*not a hello/);
    good.send(ping(1));
    expect(await next()).toBe('{"result":{},"jsonrpc":"2.0","id":1}');
    good.close();
  });

  it('refuses a hello that does not know the token', async () => {
    const endpoint = endpointOf(side);
    const socket = connect(endpoint.path);
    const hello = {
      ...{ type: 'hello', wire: 1, nonce: 'n', proof: Buffer.alloc(32).toString('base64url'), mode: 'mcp', pid: 1 },
      ...{ executable: '/x', cwd: '/', bridgeVersion: '1', agentId: 'a', resumeKey: 'k' },
    };
    socket.write(`${JSON.stringify(hello)}\n`);
    expect(await everything(socket)).toContain('does not prove the token');
    expect(side.agents.list()).toEqual([]);
  });

  it('refuses a malformed frame of an agent, and only that agent', async () => {
    const bad = await connectToApp(side.directory, 'mcp', newIdentity());
    const good = await connectToApp(side.directory, 'mcp', newIdentity());
    const [fromBad, fromGood] = [lines(bad), lines(good)];
    bad.send('{"jsonrpc":');
    expect(await fromBad()).toMatch(/"type":"refusal".*was not JSON-RPC/);
    expect(await fromBad()).toBeUndefined();
    good.send(ping(1));
    expect(await fromGood()).toContain('"id":1');
    good.close();
  });

  it('refuses a frame above the limit', async () => {
    const big = await connectToApp(side.directory, 'mcp', newIdentity());
    const next = lines(big);
    big.send('x'.repeat(MAX_FRAME_BYTES + 1));
    expect(await next()).toMatch(/"type":"refusal".*longer than allowed/);
  });

  it('does not wait for a hello for longer than 5 s', async () => {
    const socket = connect(endpointOf(side).path);
    await once(socket, 'data');
    const said = everything(socket);
    await clock.advance(5_000);
    expect(await said).toContain('did not say hello');
  });

  it('cuts a peer off that is refused and goes on sending', async () => {
    const bad = connect(endpointOf(side).path);
    bad.write('no hello\n');
    const closed = everything(bad);
    const sending = setInterval(() => bad.write('more\n'), 100);
    try {
      await closed;
    } finally {
      clearInterval(sending);
      bad.destroy();
    }
  });

  it.skipIf(process.getuid?.() !== 0)('lets no other user of the computer knock', async () => {
    const knock = `require('node:net').connect(process.argv[1]).on('connect', () => console.log('in')).on('error', (e) => console.log(e.code))`;
    const nobody = spawn(process.execPath, ['-e', knock, endpointOf(side).path], { uid: 65534, gid: 65534, cwd: '/' });
    let said = '';
    nobody.stdout.on('data', (bytes) => {
      said += bytes;
    });
    await once(nobody, 'close');
    expect(said).toBe('EACCES\n');
  });

  it('takes 32 connections, and tells the next one why not', async () => {
    const all = await Promise.all(Array.from({ length: 32 }, () => connectToApp(side.directory, 'mcp', newIdentity())));
    await expect(connectToApp(side.directory, 'mcp', newIdentity())).rejects.toMatchObject({
      wire: { code: 'too-many-agents' },
    });
    for (const connection of all) connection.close();
  });

  it('a second connection of an agent needs its resume key', async () => {
    const identity = newIdentity();
    const first = await connectToApp(side.directory, 'mcp', identity);
    await expect(
      connectToApp(side.directory, 'mcp', { ...identity, resumeKey: newIdentity().resumeKey }),
    ).rejects.toMatchObject({ wire: { code: 'protocol-error' } });
    const again = await connectToApp(side.directory, 'mcp', identity);
    expect(again.welcome.resumed).toBe(true);
    expect(side.agents.list()).toHaveLength(1);
    first.close();
    again.close();
  });

  it('an agent that the person disconnected does not come back', async () => {
    const identity = newIdentity();
    const connection = await connectToApp(side.directory, 'mcp', identity);
    const next = lines(connection);
    side.agents.disconnect(identity.agentId);
    expect(await next()).toBeUndefined();
    await expect(connectToApp(side.directory, 'mcp', identity)).rejects.toMatchObject({
      wire: { code: 'permission-denied' },
    });
  });

  it('a second app finds the first one and leaves its socket alone', async () => {
    const other = idleWorld();
    await expect(AgentSide.start(home, other.sites, other.pool)).rejects.toMatchObject({ code: 'protocol-error' });
    const connection = await connectToApp(side.directory, 'mcp', newIdentity());
    connection.close();
    await other.pool.dispose();
  });

  it('replaces the socket file that a killed app left behind', async () => {
    const stale = workshop.home();
    const directory = path.join(stale, 'run');
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const file = path.join(directory, 'app.sock');
    const script = `require('net').createServer().listen(${JSON.stringify(file)}, () => console.log('up'))`;
    const killed = spawn(process.execPath, ['-e', script]);
    await once(killed.stdout, 'data');
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    expect(existsSync(file)).toBe(true);
    const fresh = await AgentSide.start(stale, world.sites, world.pool);
    const connection = await connectToApp(fresh.directory, 'mcp', newIdentity());
    connection.close();
    await fresh.dispose();
    expect(existsSync(file)).toBe(false);
    expect(existsSync(path.join(directory, 'endpoint.json'))).toBe(false);
  });

  it('finds a short place where the runtime directory is too deep for a socket', async () => {
    const deep = path.join(workshop.home(), 'd'.repeat(120));
    const there = await AgentSide.start(deep, world.sites, world.pool);
    const endpoint = endpointOf(there);
    expect(Buffer.byteLength(endpoint.path)).toBeLessThan(104);
    const connection = await connectToApp(there.directory, 'mcp', newIdentity());
    connection.close();
    await there.dispose();
    expect(existsSync(path.dirname(endpoint.path))).toBe(false);
  });
});
