import { once } from 'node:events';
import net from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { connectThrough, connectThroughSocks } from '../../../main/electron/proxy-tunnel.ts';
import { TestProxy } from '../../support/test-proxy.ts';
import { startSocks } from '../../support/test-socks.ts';

const ending: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const end of ending.splice(0)) await end();
});

/** A server that speaks first, as some do behind a proxy. */
async function listen(onSocket: (socket: net.Socket) => void): Promise<number> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    onSocket(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ending.push(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  });
  return (server.address() as net.AddressInfo).port;
}

async function dial(port: number): Promise<net.Socket> {
  const socket = net.connect(port, '127.0.0.1');
  await once(socket, 'connect');
  ending.push(async () => socket.destroy());
  return socket;
}

const nobody = async () => null;
const through = (port: number, target: number, login: Parameters<typeof connectThrough>[0]['login'] = nobody) =>
  connectThrough(
    { proxy: { host: '127.0.0.1', port }, dial: () => dial(port), login },
    { host: 'far.test', port: target },
  );

async function firstBytes(socket: net.Socket): Promise<string> {
  // It comes paused, so that nothing is lost before its user listens.
  const chunk = once(socket, 'data');
  socket.resume();
  return String((await chunk)[0]);
}

async function proxy(options: Parameters<typeof TestProxy.start>[0] = {}): Promise<TestProxy> {
  const started = await TestProxy.start({ resolve: () => '127.0.0.1', ...options });
  ending.push(() => started.dispose());
  return started;
}

test('an answer in pieces is put together, and what the server said already is not lost', async () => {
  const far = await listen((socket) => socket.write('hello'));
  const { port } = await proxy();
  expect(await firstBytes(await through(port, far))).toBe('hello');
  const glued = await listen((socket) => socket.write('HTTP/1.1 200 OK\r\n\r\nearly'));
  expect(await firstBytes(await through(glued, far))).toBe('early');
});

test('a password is asked for until it is right, with what was refused', async () => {
  const far = await listen((socket) => socket.write('hello'));
  const { port, seen } = await proxy({ login: { username: 'ann', password: 'ü:x' }, realm: 'office' });
  const asked: unknown[] = [];
  const socket = await through(port, far, async (realm, refused) => {
    asked.push([realm, refused?.password]);
    return { username: 'ann', password: refused ? 'ü:x' : 'wrong' };
  });
  expect(await firstBytes(socket)).toBe('hello');
  expect(asked).toEqual([
    ['office', undefined],
    ['office', 'wrong'],
  ]);
  expect(seen.map(({ status }) => status)).toEqual([407, 407, 200]);
});

test.each([
  ['no password was given', { login: { username: 'ann', password: 'x' } }, 'none was given'],
  ['it wants Kerberos', { schemes: ['Negotiate', 'NTLM'] }, 'Negotiate, NTLM'],
])('%s: the error names the proxy', async (_, options, words) => {
  const { port, address } = await proxy(options);
  await expect(through(port, 1)).rejects.toMatchObject({
    code: 'site-unreachable',
    message: expect.stringMatching(new RegExp(`${address}.*${words}`)),
  });
});

test('a proxy that never ends its header, or speaks something else, is given up', async () => {
  const endless = await listen((socket) => socket.write(`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(20_000)}`));
  await expect(through(endless, 1)).rejects.toThrow();
  const other = await listen((socket) => socket.write('SSH-2.0-OpenSSH\r\n\r\n'));
  await expect(through(other, 1)).rejects.toThrow('no HTTP');
  const hangsUp = await listen((socket) => socket.end());
  await expect(through(hangsUp, 1)).rejects.toThrow();
});

test('SOCKS5 carries names and addresses', async () => {
  const far = await listen((socket) => socket.write('hello'));
  const socks = await startSocks();
  ending.push(() => socks.dispose());
  const own = { host: '127.0.0.1', port: socks.port };
  for (const host of ['far.test', '127.0.0.1'])
    expect(await firstBytes(await connectThroughSocks(own, await dial(socks.port), { host, port: far }))).toBe('hello');
  expect(socks.targets).toEqual([`far.test:${far}`, `127.0.0.1:${far}`]);
});
