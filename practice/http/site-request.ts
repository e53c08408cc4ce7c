import type { IncomingMessage } from 'node:http';
import { cookiesOf } from './cookies.ts';

/** One request as the application behind nginx sees it. */
export interface SiteRequest {
  readonly method: string;
  readonly path: string;
  /** Path and query as they came, which is what a signature covers. */
  readonly target: string;
  readonly query: URLSearchParams;
  /** The query with its `?`, or nothing: redirects keep it as it came. */
  readonly search: string;
  readonly headers: IncomingMessage['headers'];
  readonly cookies: ReadonlyMap<string, string>;
  readonly host: string;
  readonly remoteAddr: string;
  readonly body: string;
}

/** Bodies of a login form or a JSON call are small; more than this is refused with 413. */
const MAX_BODY_BYTES = 1024 * 1024;

export class BodyTooLarge extends Error {}

export async function readRequest(message: IncomingMessage): Promise<SiteRequest> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > MAX_BODY_BYTES) throw new BodyTooLarge();
    chunks.push(bytes);
  }
  return requestHead(message, Buffer.concat(chunks).toString('utf8'));
}

/** The request without waiting for its body: what a WebSocket handshake needs. */
export function requestHead(message: IncomingMessage, body = ''): SiteRequest {
  const target = message.url ?? '/';
  const mark = target.indexOf('?');
  const rawPath = mark < 0 ? target : target.slice(0, mark);
  const search = mark < 0 ? '' : target.slice(mark);
  return {
    method: message.method ?? 'GET',
    path: decodedPath(rawPath),
    target,
    query: new URLSearchParams(search),
    search,
    headers: message.headers,
    cookies: cookiesOf(message.headers.cookie ?? ''),
    host: message.headers.host ?? '127.0.0.1',
    remoteAddr: message.socket.remoteAddress?.replace('::ffff:', '') ?? '127.0.0.1',
    body,
  };
}

function decodedPath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

export function headerOf(request: SiteRequest, name: string): string | undefined {
  const value = request.headers[name.toLowerCase()];
  return Array.isArray(value) ? value[0] : value;
}
