import type net from 'node:net';
import { networkError } from './network-error.ts';

/** Names, proxies and TLS have this long each; a firewall that drops packets must not hold a call. */
const CONNECT_MS = 15_000;

/** Resolves when the socket is there; else it is destroyed and the error says what `host` did. */
export function whenConnected(socket: net.Socket, event: 'connect' | 'secureConnect', host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => {
      socket.destroy();
      reject(networkError(host, error));
    };
    socket.setTimeout(CONNECT_MS, () => fail(new Error('ERR_TIMED_OUT')));
    socket.once('error', fail);
    socket.once(event, () => {
      socket.setTimeout(0);
      socket.off('error', fail);
      resolve();
    });
  });
}
