import type { ServerResponse } from 'node:http';
import type { Json } from './json.ts';

export interface Reply {
  status: number;
  headers: Record<string, string>;
  body: string | Buffer;
}

export function json(status: number, value: Json, headers: Record<string, string> = {}): Reply {
  return { status, headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(value) };
}

export function html(status: number, body: string): Reply {
  return { status, headers: { 'Content-Type': 'text/html; charset=utf-8' }, body };
}

export function empty(status: number): Reply {
  return { status, headers: {}, body: '' };
}

export function redirect(location: string, status = 302): Reply {
  return { status, headers: { Location: location, 'Content-Type': 'text/html; charset=utf-8' }, body: '' };
}

export function send(response: ServerResponse, reply: Reply, cookies: readonly string[]): void {
  for (const [name, value] of Object.entries(reply.headers)) response.setHeader(name, value);
  if (cookies.length > 0) response.setHeader('Set-Cookie', [...cookies]);
  response.setHeader('Content-Length', Buffer.byteLength(reply.body));
  response.statusCode = reply.status;
  response.end(reply.body);
}
