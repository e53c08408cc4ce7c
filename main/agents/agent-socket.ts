import { randomBytes } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import { HANDSHAKE_MS, type Hello, MAX_FRAME_BYTES, WIRE_VERSION } from '../../mcp-bridge/wire.ts';
import type { Clock } from '../errors/clock.ts';
import { DrawbridgeError, toDrawbridgeError } from '../errors/drawbridge-error.ts';
import type { Log } from '../log/log.ts';
import type { AgentIdentity } from '../mcp/agent-identity.ts';
import type { LineChannel } from '../mcp/line-channel.ts';
import type { ConnectedAgents } from './connected-agents.ts';
import { decideHello, proof } from './handshake.ts';
import { claimsHold, hostOf } from './process-claims.ts';
import { removeEndpoint, writeEndpoint } from './runtime-files.ts';
import { SocketChannel } from './socket-channel.ts';
import { findSocketPlace, type SocketPlace } from './socket-place.ts';

/** Beyond any real number of agents of one person. */
const MAX_CONNECTIONS = 32;

/** Serves one mode on an opened channel; disposing it ends what it holds, not the channel. */
export type ServeChannel = (channel: LineChannel, agent: AgentIdentity) => { dispose(): void };

export interface AgentServerPorts {
  /** The runtime directory (design §3.2); made ours, mode 0700. */
  readonly directory: string;
  readonly appVersion: string;
  /** Changes when the answer to tools/list may have changed. */
  readonly toolsKey: string;
  readonly agents: ConnectedAgents;
  readonly serveMcp: ServeChannel;
  readonly serveCli: ServeChannel;
  readonly clock: Clock;
  readonly log: Log;
}

/** The local socket on which bridges reach the app (design §3.2). */
export class AgentServer {
  readonly #ports: AgentServerPorts;
  readonly #token = randomBytes(32);
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #place: SocketPlace | undefined;

  constructor(ports: AgentServerPorts) {
    this.#ports = ports;
  }

  /** Listens, and writes endpoint.json for bridges to find it. Throws `protocol-error` where the place is not ours. */
  async listen(): Promise<void> {
    const { directory, appVersion, log } = this.#ports;
    const place = await findSocketPlace(directory);
    const server = createServer((socket) => this.#accept(socket));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(place.path, resolve);
    });
    server.on('error', (error) => log.error('the local socket failed', { error: String(error) }));
    this.#server = server;
    this.#place = place;
    await writeEndpoint(directory, {
      wire: WIRE_VERSION,
      path: place.path,
      token: this.#token.toString('base64url'),
      pid: process.pid,
      appVersion,
    });
  }

  async dispose(): Promise<void> {
    await removeEndpoint(this.#ports.directory, this.#token.toString('base64url'));
    const server = this.#server;
    this.#server = undefined;
    if (server !== undefined) {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of this.#sockets) socket.destroy();
      await closed;
    }
    await this.#place?.release();
  }

  #accept(socket: Socket): void {
    const channel = new SocketChannel(socket, MAX_FRAME_BYTES);
    if (this.#sockets.size >= MAX_CONNECTIONS) {
      channel.refuse(tooMany());
      return;
    }
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    this.#open(channel);
  }

  #open(channel: SocketChannel): void {
    const nonce = randomBytes(32).toString('base64url');
    const cancelDeadline = this.#ports.clock.after(HANDSHAKE_MS, () => channel.refuse(tooSlow()));
    let greeted = false;
    channel.start({
      onLine: (line) => {
        if (greeted) return;
        greeted = true;
        cancelDeadline();
        this.#greet(channel, line, nonce).catch((error: unknown) => {
          this.#ports.log.warn('a bridge was refused', { error: String(error) });
          channel.refuse(toDrawbridgeError(error));
        });
      },
      onClose: cancelDeadline,
    });
    void channel.send(JSON.stringify({ type: 'challenge', wire: WIRE_VERSION, nonce }));
  }

  async #greet(channel: SocketChannel, line: string, nonce: string): Promise<void> {
    const hello = decideHello(line, this.#token, nonce);
    const [verified, host] = await Promise.all([claimsHold(hello.pid, hello.executable), hostOf(hello.pid)]);
    const hangUp = () => channel.close();
    const { agent, resumed } = this.#ports.agents.arrive(hello, { verified, host }, hangUp);
    // First the welcome, then the stream belongs to the mode.
    void channel.send(
      JSON.stringify({
        type: 'welcome',
        proof: proof(this.#token, 'app', nonce, hello.nonce),
        appVersion: this.#ports.appVersion,
        resumed,
        toolsKey: this.#ports.toolsKey,
      }),
    );
    let served: { dispose(): void } | undefined;
    let over = false;
    const farewell = () => {
      over = true;
      // A command-line verb ends with its process; an agent may come back for its terminals.
      this.#ports.agents.leave(agent, hangUp, hello.mode === 'cli');
      served?.dispose();
    };
    served = this.#serve(hello.mode)(withFarewell(channel, farewell), agent);
    // The socket was gone before it was served.
    if (over) served.dispose();
  }

  #serve(mode: Hello['mode']): ServeChannel {
    return mode === 'mcp' ? this.#ports.serveMcp : this.#ports.serveCli;
  }
}

/** The channel, with one more listener on its end. */
function withFarewell(channel: LineChannel, farewell: () => void): LineChannel {
  return {
    start: ({ onLine, onClose }) =>
      channel.start({
        onLine,
        onClose() {
          // The agent is away before its calls are ended, so that they can tell a cancelled call from a lost socket.
          farewell();
          onClose();
        },
      }),
    send: (line) => channel.send(line),
    refuse: (error) => channel.refuse(error),
    close: () => channel.close(),
  };
}

const tooMany = () =>
  new DrawbridgeError({
    code: 'too-many-agents',
    message: `${MAX_CONNECTIONS} agents are connected already.`,
    nextStep: 'Close agents that are not needed, then try again.',
    actor: 'person',
  });

const tooSlow = () =>
  new DrawbridgeError({
    code: 'protocol-error',
    message: 'The bridge did not say hello within 5 s.',
    nextStep: 'Reconnect.',
    actor: 'agent',
  });
