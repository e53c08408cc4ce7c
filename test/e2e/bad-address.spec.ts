import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { type Desktop, root, startDesktop } from './support/launch.ts';

let desktop: Desktop;
let servers: (http.Server | https.Server)[];

test.beforeEach(async () => {
  servers = [];
  desktop = await startDesktop();
});

test.afterEach(async () => {
  await desktop.stop();
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

async function listen(server: http.Server | https.Server): Promise<number> {
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return port(server);
}

function port(server: Server): number {
  return (server.address() as AddressInfo).port;
}

async function type(window: Page, address: string): Promise<void> {
  await window.getByRole('textbox').first().fill(address);
}

test('an address that cannot be used says why and what to do, and is not added', async () => {
  const window = await (await desktop.launch()).window();
  const add = window.getByRole('button', { name: 'Add your JumpServer' });
  const folder = path.join(root, 'test/fixtures');
  const html = (_request: http.IncomingMessage, response: http.ServerResponse) =>
    response.writeHead(200, { 'Content-Type': 'text/html' }).end('<h1>It works</h1>');
  const other = await listen(http.createServer(html));
  const selfSigned = await listen(
    https.createServer(
      {
        key: fs.readFileSync(path.join(folder, 'self-signed-key.pem')),
        cert: fs.readFileSync(path.join(folder, 'self-signed-cert.pem')),
      },
      html,
    ),
  );
  const closed = http.createServer(html);
  const nobody = await listen(closed);
  closed.close();

  await type(window, 'http://jump.example.com');
  await expect(window.getByText(/is not encrypted/)).toBeVisible();
  await type(window, `http://127.0.0.1:${other}`);
  await expect(window.getByText(/is not a JumpServer/)).toBeVisible();
  await type(window, `https://127.0.0.1:${selfSigned}`);
  // Its certificate is asked about only where there is a JumpServer behind it.
  await expect(window.getByText(/is not a JumpServer/)).toBeVisible();
  await expect(window.getByTestId('question')).toHaveCount(0);
  await type(window, `http://127.0.0.1:${nobody}`);
  await expect(window.getByText(/cannot be reached/)).toBeVisible();
  await type(window, 'not an address');
  await expect(window.getByText(/is not an address/)).toBeVisible();
  await expect(add).toBeDisabled();
});
