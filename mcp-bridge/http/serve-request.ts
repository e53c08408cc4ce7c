import { parseArgs } from 'node:util';
import { wholeFlags } from '../whole-flags.ts';

/** What `drawbridge serve` is to do; a text says what is wrong. */
export type ServeRequest =
  | { readonly over: 'stdio'; readonly tools: 'core' | 'full' }
  | { readonly over: 'http'; readonly tools: 'core' | 'full'; readonly place: HttpPlace };

/** Where MCP is served over HTTP: on this computer, and nowhere else. */
export interface HttpPlace {
  readonly host: '127.0.0.1' | '::1';
  /** 0 for any free one. */
  readonly port: number;
  readonly path: string;
}

const text = { type: 'string' } as const;

/** Throws what `parseArgs` throws. The transport and its port are the predecessor's; host, port and path were not to be chosen there. */
export function readServe(args: readonly string[]): ServeRequest | string {
  const options = { transport: text, tools: text, host: text, port: text, path: text };
  const { values } = parseArgs({
    args: [...wholeFlags(args, Object.keys(options))],
    options,
    ...{ allowPositionals: false, strict: true },
  });
  const { transport = 'stdio', tools = 'full', host, port, path } = values;
  if (tools !== 'core' && tools !== 'full') return '--tools is core or full';
  switch (transport) {
    case 'stdio': {
      const stray = [host !== undefined && '--host', port !== undefined && '--port', path !== undefined && '--path'];
      const first = stray.find((name) => name !== false);
      return first ? `${first} goes with --transport streamable-http` : { over: 'stdio', tools };
    }
    case 'streamable-http': {
      const place = readPlace(host, port, path);
      return typeof place === 'string' ? place : { over: 'http', tools, place };
    }
    case 'sse':
      return 'MCP gave the sse transport up; say --transport streamable-http, and give the client the address that it prints';
    default:
      return '--transport is stdio or streamable-http';
  }
}

function readPlace(host = '127.0.0.1', port = '8000', path = '/mcp'): HttpPlace | string {
  const address = loopback(host);
  if (address === undefined)
    return `--host ${JSON.stringify(host.slice(0, 60))} is not this computer alone: agents are served on 127.0.0.1, ::1 or localhost, and other computers reach none of them`;
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    return '--port takes a number from 0 to 65535; 0 is any free one';
  if (!/^\/[\w.~/-]{0,99}$/.test(path))
    return '--path begins with / and has letters, digits, and . _ ~ - / at most 100';
  return { host: address, port: Number(port), path };
}

/** `localhost` is not looked up: what it means could be changed. */
function loopback(host: string): HttpPlace['host'] | undefined {
  if (host === '127.0.0.1' || host.toLowerCase() === 'localhost') return '127.0.0.1';
  return host === '::1' || host === '[::1]' ? '::1' : undefined;
}
