import { createServer } from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { openSiteSocket } from '../../../main/koko/site-socket.ts';
import { UpgradeRefused } from '../../../main/koko/socket-transport.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function listening(server: net.Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => server.close());
  const address = server.address() as AddressInfo;
  return address.port;
}

/** A WebSocket server behind a relay that counts the chunks from the client. */
async function relayed() {
  const http = createServer();
  const server = new WebSocketServer({ server: http });
  closers.push(() => {
    for (const client of server.clients) client.terminate();
    server.close();
  });
  const inner = await listening(http);
  const chunks: number[] = [];
  const relay = net.createServer((socket) => {
    const onward = net.connect(inner, '127.0.0.1');
    socket.on('data', (data) => {
      chunks.push(data.length);
      onward.write(data);
    });
    onward.pipe(socket);
    socket.on('error', () => {});
    onward.on('error', () => {});
    socket.on('close', () => onward.destroy());
  });
  return { server, chunks, url: `ws://127.0.0.1:${await listening(relay)}/x/` };
}

describe('a site socket', () => {
  it('puts the frames of one call into one segment', async () => {
    const { server, chunks, url } = await relayed();
    const messages: string[] = [];
    const both = new Promise<void>((resolve) => {
      server.on('connection', (client) =>
        client.on('message', (data) => {
          messages.push(String(data));
          if (messages.length === 2) resolve();
        }),
      );
    });
    const socket = await openSiteSocket({ url, protocols: [], headers: { cookie: 'a=b' } });
    chunks.length = 0;
    socket.send(['true', '\r']);
    await both;
    expect(messages).toEqual(['true', '\r']);
    expect(chunks).toHaveLength(1);
    socket.close();
  });

  it('keeps frames that come before anybody listens, and drops TCP after close', async () => {
    const { server, url } = await relayed();
    server.on('connection', (client) => {
      client.send('early');
      client.send(Buffer.from('bytes'));
    });
    const socket = await openSiteSocket({ url, protocols: ['JMS-KOKO'], headers: {} });
    await new Promise((resolve) => setImmediate(resolve));
    const seen: string[] = [];
    await new Promise<void>((resolve) => {
      socket.onClosed = () => {};
      socket.onText = (text) => seen.push(text);
      socket.onBinary = (bytes) => {
        seen.push(Buffer.from(bytes).toString());
        resolve();
      };
    });
    expect(seen).toEqual(['early', 'bytes']);
    const closed = new Promise<string>((resolve) => {
      socket.onClosed = resolve;
    });
    socket.close();
    await closed;
  });

  it('reports another answer than 101', async () => {
    const port = await listening(
      createServer().on('upgrade', (_, socket) =>
        socket.end('HTTP/1.1 302 Found\r\nLocation: /core/auth/login/\r\nContent-Length: 0\r\n\r\n'),
      ),
    );
    const opening = openSiteSocket({ url: `ws://127.0.0.1:${port}/`, protocols: [], headers: {} });
    await expect(opening).rejects.toBeInstanceOf(UpgradeRefused);
    await expect(opening).rejects.toMatchObject({ status: 302, location: '/core/auth/login/' });
  });

  it('can be given up', async () => {
    const port = await listening(net.createServer(() => {}));
    const given = new AbortController();
    const opening = openSiteSocket({
      url: `ws://127.0.0.1:${port}/`,
      protocols: [],
      headers: {},
      signal: given.signal,
    });
    given.abort(new Error('enough'));
    await expect(opening).rejects.toThrow('enough');
  });
});
