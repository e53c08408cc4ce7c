import { createServer, type Server } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { systemClock } from '../../../main/errors/clock.ts';
import { SiteWalk } from '../../../main/sign-in/text/site-walk.ts';
import { NodeSiteTransport } from '../../support/node-site-transport.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A server that notes what it is sent, bodies included. */
async function listening(): Promise<{ readonly url: string; readonly heard: string[] }> {
  const heard: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      heard.push(`${request.method} ${request.url} ${body}`);
      response.end('<html></html>');
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`, heard };
}

test('a page of the site that points elsewhere gets neither the password nor a look from there', async () => {
  const [site, other] = await Promise.all([listening(), listening()]);
  const walk = new SiteWalk({
    baseUrl: site.url,
    transport: new NodeSiteTransport(),
    clock: systemClock,
    language: 'en',
    signal: AbortSignal.timeout(20_000),
  });
  const elsewhere = { code: 'site-error', message: expect.stringContaining('another host') };
  const from = `${site.url}/core/auth/login/`;
  await expect(walk.post(`${other.url}/login`, from, { password: 'secret' })).rejects.toMatchObject(elsewhere);
  await expect(walk.picture(`${other.url}/captcha.png`)).rejects.toMatchObject(elsewhere);
  expect(await walk.open(`${other.url}/bind`)).toEqual({ kind: 'foreign', host: new URL(other.url).host });
  expect(other.heard).toEqual([]);
  await walk.post(`${site.url}/core/auth/login/`, from, { password: 'secret' });
  expect(site.heard).toEqual(['POST /core/auth/login/ password=secret']);
});
