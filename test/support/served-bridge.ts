import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { createInterface } from 'node:readline';
import { Client as V2Client, StreamableHTTPClientTransport as V2Http } from '@modelcontextprotocol/client';
import { Client as V1Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as V1Http } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

/** What every request of a client has. */
export const mcp = { 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream' };

export const initialize = () => ({
  ...{ jsonrpc: '2.0', id: 1, method: 'initialize' },
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'raw', version: '1' } },
});

/** `drawbridge serve --transport streamable-http` as a process, on a port of its own. */
export class ServedBridge {
  readonly url: string;
  readonly tokenFile: string;
  readonly token: string;
  readonly child: ChildProcess;
  readonly #ended: Promise<number | null>;

  private constructor(child: ChildProcess, said: { url: string; tokenFile: string }, token: string) {
    this.child = child;
    this.url = said.url;
    this.tokenFile = said.tokenFile;
    this.token = token;
    this.#ended = new Promise((resolve) => child.once('exit', resolve));
  }

  static async start(
    command: readonly string[],
    env: Readonly<Record<string, string>>,
    args: readonly string[] = [],
  ): Promise<ServedBridge> {
    const [program = '', ...before] = command;
    const all = [...before, 'serve', '--transport', 'streamable-http', '--port', '0', '--json', ...args];
    const child = spawn(program, all, { env, stdio: ['ignore', 'pipe', 'inherit'] });
    const line = await new Promise<string>((resolve, reject) => {
      createInterface({ input: child.stdout }).once('line', resolve);
      child.once('exit', (code) => reject(new Error(`serve ended with ${code}`)));
    });
    const said: { url: string; tokenFile: string } = JSON.parse(line);
    return new ServedBridge(child, said, (await readFile(said.tokenFile, 'utf8')).trim());
  }

  get authorized(): { readonly Authorization: string } {
    return { Authorization: `Bearer ${this.token}` };
  }

  /** Asks it to end, and returns its exit code. */
  stop(signal: 'SIGTERM' | 'SIGINT' = 'SIGTERM'): Promise<number | null> {
    this.child.kill(signal);
    return this.#ended;
  }

  async v1(name = 'v1'): Promise<V1Client> {
    const client = new V1Client({ name, version: '1' });
    await client.connect(new V1Http(new URL(this.url), { requestInit: { headers: this.authorized } }));
    return client;
  }

  async v2(mode: 'auto' | 'legacy', name = 'v2'): Promise<V2Client> {
    const client = new V2Client({ name, version: '2' }, { versionNegotiation: { mode } });
    await client.connect(new V2Http(new URL(this.url), { requestInit: { headers: this.authorized } }));
    return client;
  }

  /** One raw exchange, with any header: `fetch` would not send a foreign Host. */
  ask(
    method: string,
    headers: Readonly<Record<string, string>>,
    body?: string | Buffer,
  ): Promise<{ status: number; headers: Record<string, unknown>; text: string }> {
    return new Promise((resolve, reject) => {
      const asked = request(this.url, { method, headers, agent: false }, (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (part: string) => {
          text += part;
        });
        answer.once('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
        answer.once('error', reject);
      });
      asked.once('error', reject);
      asked.end(body);
    });
  }
}
