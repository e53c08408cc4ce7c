import net from 'node:net';

/** A SOCKS5 proxy that wants no authentication (RFC 1928) and takes every name for this machine. */
export async function startSocks(): Promise<{
  readonly port: number;
  /** `host:port` as the clients named them. */
  readonly targets: readonly string[];
  dispose(): Promise<void>;
}> {
  const sockets = new Set<net.Socket>();
  const targets: string[] = [];
  const server = net.createServer((client) => {
    sockets.add(client);
    client.on('error', () => client.destroy());
    client.once('data', () => {
      client.write(Buffer.from([5, 0]));
      client.once('data', (request: Buffer) => {
        const { host, port } = addressIn(request);
        targets.push(`${host}:${port}`);
        const upstream = net.connect({ host: '127.0.0.1', port });
        sockets.add(upstream);
        upstream.on('error', () => client.destroy());
        upstream.once('connect', () => {
          client.write(Buffer.from([5, 0, 0, 1, 127, 0, 0, 1, 0, 0]));
          upstream.pipe(client).pipe(upstream);
        });
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy listens on a TCP port');
  return {
    port: address.port,
    targets,
    async dispose() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function addressIn(request: Buffer): { readonly host: string; readonly port: number } {
  const length = request[3] === 3 ? (request[4] ?? 0) + 1 : request[3] === 4 ? 16 : 4;
  const host =
    request[3] === 3 ? request.subarray(5, 4 + length).toString() : [...request.subarray(4, 4 + length)].join('.');
  return { host, port: request.readUInt16BE(4 + length) };
}
