import { connectToApp, newIdentity } from '../../../mcp-bridge/app-connection.ts';
import { HttpServer, type HttpServerLimits, usualLimits } from '../../../mcp-bridge/http/http-server.ts';
import { McpPump } from '../../../mcp-bridge/mcp-pump.ts';
import type { AgentSide } from './agent-side.ts';

/** The HTTP server of the bridge in this process, without its token, and with bounds of the test's own. */
export async function openHttp(
  side: AgentSide,
  limits: Partial<HttpServerLimits> = {},
): Promise<{ readonly url: string; readonly port: number; close(): Promise<void> }> {
  const server = new HttpServer({
    place: { host: '127.0.0.1', port: 0, path: '/mcp' },
    hasToken: () => true,
    limits: { ...usualLimits, ...limits },
    openPump(write) {
      const identity = newIdentity();
      return new McpPump({
        connect: () => connectToApp(side.directory, 'mcp', identity),
        launch: () => Promise.reject(new Error('it runs')),
        launchFile: async () => undefined,
        now: Date.now,
        after(ms, task) {
          const timer = setTimeout(task, ms);
          return () => clearTimeout(timer);
        },
        cache: { get: () => undefined, put() {} },
        version: 'test',
        write(line) {
          write(line);
          return true;
        },
        pauseHost() {},
        warn() {},
      });
    },
  });
  const port = await server.listen();
  return { url: `http://127.0.0.1:${port}/mcp`, port, close: () => server.close() };
}
