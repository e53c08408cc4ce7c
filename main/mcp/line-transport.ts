import { type JSONRPCMessage, parseJSONRPCMessage, type Transport } from '@modelcontextprotocol/server';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import type { LineChannel } from './line-channel.ts';

/** The SDK's transport over one of our channels. A line that is not JSON-RPC is refused with a text, and ends it. */
export function lineTransport(channel: LineChannel): Transport {
  let closed = false;
  const transport: Transport = {
    async start() {
      channel.start({
        onLine(line) {
          const message = read(line);
          if (message === undefined) channel.refuse(malformed());
          else transport.onmessage?.(message);
        },
        onClose() {
          closed = true;
          transport.onclose?.();
        },
      });
    },
    async send(message) {
      if (!closed) await channel.send(JSON.stringify(message));
    },
    async close() {
      if (closed) return;
      closed = true;
      channel.close();
    },
  };
  return transport;
}

function read(line: string): JSONRPCMessage | undefined {
  try {
    return parseJSONRPCMessage(JSON.parse(line));
  } catch {
    return undefined;
  }
}

const malformed = () =>
  new DrawbridgeError({
    code: 'protocol-error',
    message: 'A frame on the local socket was not JSON-RPC; the connection was closed.',
    nextStep: 'Reconnect through the drawbridge executable, which sends whole messages only.',
    actor: 'agent',
  });
