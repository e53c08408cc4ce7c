import { createServer, type RequestListener, type Server } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { probeSite } from '../../../main/jumpserver/probe.ts';
import { PracticeSite } from '../../../practice/practice-site.ts';
import { NodeSiteTransport } from '../../support/node-site-transport.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

function serve(answer: RequestListener): Promise<string> {
  return new Promise((resolve) => {
    const server = createServer(answer).listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`);
    });
    servers.push(server);
  });
}

const probe = (url: string) => probeSite(url, () => new NodeSiteTransport());

test('a JumpServer is known by its public settings, whatever page was copied from the browser', async () => {
  const practice = await PracticeSite.start();
  try {
    expect(await probe(` ${practice.url}/ui/#/workbench?x=1 `)).toEqual({
      baseUrl: practice.url,
      name: 'JumpServer practice site',
      practice: true,
    });
    practice.setFault('bad-gateway');
    await expect(probe(practice.url)).rejects.toMatchObject({ code: 'site-error', actor: 'admin' });
  } finally {
    await practice.dispose();
  }
});

test.each<[string, RequestListener]>([
  ['an HTML page', (_, response) => response.setHeader('content-type', 'text/html').end('<h1>Welcome</h1>')],
  ['other JSON', (_, response) => response.setHeader('content-type', 'application/json').end('{"hello":1}')],
  ['broken JSON', (_, response) => response.setHeader('content-type', 'application/json').end('{"INTERFACE":')],
  ['a redirect', (_, response) => response.writeHead(302, { location: '/login' }).end()],
  ['not found', (_, response) => response.writeHead(404).end()],
])('%s is not a JumpServer', async (_name, answer) => {
  await expect(probe(await serve(answer))).rejects.toMatchObject({ code: 'not-a-jumpserver', actor: 'person' });
});

test('a port where nothing listens is unreachable', async () => {
  const url = await serve(() => {});
  await new Promise((resolve) => servers.pop()?.close(resolve));
  await expect(probe(url)).rejects.toMatchObject({ code: 'site-unreachable' });
});
