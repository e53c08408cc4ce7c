import { readEnvironment } from '../agent-environment.ts';
import { pumpToApp } from '../app-pump.ts';
import { BridgeError, errorText } from '../bridge-error.ts';
import { runtimeDirectory } from '../directories.ts';
import { exitCode, exitCodeFor } from '../exit-code.ts';
import { BearerToken, removeTokenFile } from './bearer-token.ts';
import { HttpServer, usualLimits } from './http-server.ts';
import type { HttpPlace, ServeRequest } from './serve-request.ts';

/** `drawbridge serve --transport streamable-http`: until it is told to end. */
export async function runServe(
  { tools, place }: Extract<ServeRequest, { over: 'http' }>,
  json: boolean,
): Promise<number> {
  try {
    const settings = readEnvironment(process.env);
    const token = new BearerToken();
    const server = new HttpServer({
      ...{ place, limits: usualLimits },
      hasToken: (authorization) => token.isIn(authorization),
      openPump: (write) =>
        pumpToApp(tools, settings, {
          write(line) {
            write(line);
            return true;
          },
          // What clients send is bounded by request and by connection.
          pauseHost() {},
        }),
    });
    // What goes wrong for one client must not end the others.
    process.on('unhandledRejection', (reason) => {
      process.stderr.write(`drawbridge: a request failed: ${String(reason).slice(0, 200)}\n`);
    });
    const ended = new Promise<void>((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
    });
    const port = await server.listen().catch((error: NodeJS.ErrnoException) => {
      throw cannotListen(place, error);
    });
    const tokenFile = await token.write(runtimeDirectory(), { host: place.host, port });
    process.once('exit', () => removeTokenFile(tokenFile));
    const url = `http://${place.host === '::1' ? '[::1]' : place.host}:${port}${place.path}`;
    if (json)
      process.stdout.write(`${JSON.stringify({ transport: 'streamable-http', url, tokenFile, pid: process.pid })}\n`);
    else
      process.stderr.write(
        `drawbridge: MCP is served at ${url} until this is ended; its bearer token, which holds for that long, is in ${tokenFile}\n`,
      );
    await ended;
    removeTokenFile(tokenFile);
    await server.close();
    return exitCode.ok;
  } catch (error) {
    if (!(error instanceof BridgeError)) throw error;
    if (json) process.stdout.write(`${JSON.stringify({ error: error.wire })}\n`);
    else process.stderr.write(`drawbridge: ${errorText(error.wire)}\n`);
    return exitCodeFor(error.wire);
  }
}

function cannotListen({ host, port }: HttpPlace, { code = 'unknown' }: NodeJS.ErrnoException): BridgeError {
  const why: Readonly<Record<string, string>> = {
    EADDRINUSE: `Port ${port} of ${host} is in use already.`,
    EACCES: `This user may not open port ${port}.`,
    EADDRNOTAVAIL: `This computer has no address ${host}.`,
  };
  return new BridgeError({
    code: 'cannot-listen',
    message: why[code] ?? `Port ${port} of ${host} cannot be opened (${code}).`,
    nextStep:
      code === 'EADDRNOTAVAIL'
        ? 'Leave --host out.'
        : 'Choose another by --port (--port 0 takes any free one), or end the process that has it.',
    actor: 'agent',
  });
}
