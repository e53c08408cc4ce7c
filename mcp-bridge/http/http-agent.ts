import { type JSONRPCMessage, parseJSONRPCMessage } from '@modelcontextprotocol/server';
import { parseJson } from '../app-connection.ts';
import type { McpPump } from '../mcp-pump.ts';

/** One agent of the app behind HTTP, with a connection to it of its own. */
export interface HttpAgent {
  /** One exchange; `body` is the parsed one, undefined where there is none. */
  handle(request: Request, body: unknown): Promise<Response>;
  /** Ends its streams and its connection to the app; not twice. */
  close(): Promise<void>;
}

/** The pump of `drawbridge mcp`, for a host that gets what the app says by `write`. */
export type OpenPump = (write: (line: string) => void) => Pick<McpPump, 'onHost' | 'dispose'>;

export const toLine = (message: JSONRPCMessage) => ({ kind: 'line', text: JSON.stringify(message) }) as const;

/** Undefined for what no client could read: one of many must not end them all. */
export function fromLine(line: string): JSONRPCMessage | undefined {
  try {
    return parseJSONRPCMessage(parseJson(line));
  } catch {
    return undefined;
  }
}
