import { WebSocket } from 'ws';
import type { WebClient } from './web-client.ts';

export interface Frame {
  type: string;
  id: string;
  data: string;
  err: string;
  keys: string[];
}

/** A bare KoKo client: frames as they come, and waits for what they hold. */
export class RawTerminal {
  readonly socket: WebSocket;
  readonly frames: Frame[] = [];
  readonly order: string[] = [];
  output = '';
  largestFrame = 0;
  id = '';
  #wake: (() => void)[] = [];

  constructor(client: WebClient, path: string, headers: Record<string, string> = {}) {
    this.socket = new WebSocket(client.url.replace('http', 'ws') + path, ['JMS-KOKO'], {
      headers: { cookie: client.cookieHeader(), ...headers },
      perMessageDeflate: false,
    });
    this.socket.on('message', (data, isBinary) => {
      const bytes = Buffer.isBuffer(data) ? data : Buffer.alloc(0);
      if (isBinary) {
        this.largestFrame = Math.max(this.largestFrame, bytes.length);
        this.output += bytes.toString('utf8');
        this.order.push(`bin ${bytes.toString('utf8')}`);
      } else this.#text(JSON.parse(bytes.toString('utf8')));
      for (const wake of this.#wake.splice(0)) wake();
    });
    this.socket.on('error', () => undefined);
  }

  #text(value: Record<string, string>): void {
    const { id = '', type = '', data = '', err = '' } = value;
    this.frames.push({ id, type, data, err, keys: Object.keys(value) });
    this.order.push(type);
    if (type === 'CONNECT') this.id = id;
  }

  async until<T>(found: () => T | undefined | false, what = 'the expected frame', ms = 8000): Promise<T> {
    const deadline = Date.now() + ms;
    for (;;) {
      const value = found();
      if (value !== undefined && value !== false) return value;
      const left = deadline - Date.now();
      if (left <= 0)
        throw new Error(`${what} did not come; output so far: ${JSON.stringify(this.output.slice(-2000))}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.#wake.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  frame(type: string): Promise<Frame> {
    return this.until(() => this.frames.find((one) => one.type === type), type);
  }

  shows(text: string | RegExp): Promise<true> {
    const seen = () => (typeof text === 'string' ? this.output.includes(text) : text.test(this.output));
    return this.until(() => seen() || undefined, String(text));
  }

  send(type: string, data = '', id = this.id): void {
    this.socket.send(JSON.stringify({ id, type, data }));
  }

  type(text: string): void {
    this.send('TERMINAL_DATA', text);
  }

  /** The safe way: text, then Enter, as two frames in one tick. */
  run(command: string): void {
    this.type(command);
    this.type('\r');
  }

  async open(size = { cols: 120, rows: 40 }): Promise<void> {
    await this.frame('CONNECT');
    this.send('TERMINAL_INIT', JSON.stringify({ ...size, code: '' }));
    await this.frame('TERMINAL_SHARE_JOIN');
    await this.shows(/[$#] $/);
  }

  /** Everything sent before has been read when this resolves. */
  async roundTrip(): Promise<void> {
    const pong = new Promise((resolve) => this.socket.once('pong', resolve));
    this.socket.ping();
    await pong;
  }

  end(): void {
    this.socket.terminate();
  }
}

/** Takes a token for an asset by name and opens a terminal on it. */
export async function openTerminal(
  client: WebClient,
  assetName: string,
  accountName = 'deploy',
  headers: Record<string, string> = {},
): Promise<RawTerminal> {
  const terminal = new RawTerminal(
    client,
    `/koko/ws/terminal/?token=${await tokenFor(client, assetName, accountName)}`,
    headers,
  );
  await terminal.open();
  return terminal;
}

export async function tokenFor(
  client: WebClient,
  assetName: string,
  accountName = 'deploy',
  extra: Record<string, unknown> = {},
): Promise<string> {
  const [asset] = await (
    await client.get(`/api/v1/perms/users/self/assets/?name=${encodeURIComponent(assetName)}`)
  ).json();
  const detail = await (await client.get(`/api/v1/perms/users/self/assets/${asset.id}/`)).json();
  const account = detail.permed_accounts.find((one: { name: string }) => one.name === accountName);
  const answer = await client.api('POST', '/api/v1/authentication/connection-token/', {
    asset: asset.id,
    account: account.alias,
    protocol: 'ssh',
    connect_method: 'web_cli',
    ...extra,
  });
  return (await answer.json()).id;
}
