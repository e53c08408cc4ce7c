import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { protocol } from 'electron';

/** The window's origin: files of the built renderer, without file:// rights. */
export const appOrigin = 'app://drawbridge';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.json': 'application/json',
};

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Must run before Electron is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** Serves `folder` at app://drawbridge/, read-only and without leaving it. */
export function serveApp(folder: string): void {
  protocol.handle('app', async (request) => {
    const url = new URL(request.url);
    const file = path.join(
      folder,
      path.normalize(decodeURIComponent(url.pathname === '/' ? '/index.html' : url.pathname)),
    );
    const type = types[path.extname(file)];
    if (url.origin !== appOrigin && url.host !== 'drawbridge') return new Response('', { status: 404 });
    if (!file.startsWith(folder + path.sep) || type === undefined) return new Response('', { status: 404 });
    try {
      return new Response(new Uint8Array(await readFile(file)), {
        headers: { 'Content-Type': type, 'Content-Security-Policy': policy, 'X-Content-Type-Options': 'nosniff' },
      });
    } catch {
      return new Response('', { status: 404 });
    }
  });
}
