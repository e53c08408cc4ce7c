import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createConnection, type Socket } from 'node:net';
import path from 'node:path';
import { BridgeError, notRunning } from './bridge-error.ts';
import { bridgeVersion } from './version.ts';
import {
  challenge,
  type EndpointFile,
  endpointFile,
  HANDSHAKE_MS,
  type Hello,
  LineSplitter,
  proofText,
  refusal,
  type Welcome,
  WIRE_VERSION,
  welcome,
} from './wire.ts';

/** Who this bridge process is to the app, over all its connections. */
export interface BridgeIdentity {
  readonly agentId: string;
  readonly resumeKey: string;
  /** What its host is to be shown. */
  readonly tools?: Hello['tools'];
  readonly environment?: Hello['environment'];
}

export const newIdentity = (): BridgeIdentity => ({
  agentId: randomBytes(16).toString('base64url'),
  resumeKey: randomBytes(32).toString('base64url'),
});

/** An opened line to the app; lines that came before `start` are kept for it. */
export interface AppConnection {
  readonly welcome: Welcome;
  /** Returns false when the app reads slower than we write; `onDrain` tells when it has caught up. */
  send(line: string): boolean;
  start(handlers: { onLine(line: string): void; onClose(): void; onDrain(): void }): void;
  pause(): void;
  resume(): void;
  close(): void;
}

/** Reads endpoint.json, connects and proves both sides. Throws BridgeError. */
export async function connectToApp(
  directory: string,
  mode: Hello['mode'],
  identity: BridgeIdentity,
): Promise<AppConnection> {
  const endpoint = await readEndpoint(directory);
  const socket = await open(endpoint.path);
  try {
    return await handshake(socket, endpoint, mode, identity);
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

async function readEndpoint(directory: string): Promise<EndpointFile> {
  const text = await readFile(path.join(directory, 'endpoint.json'), 'utf8').catch(() => {
    throw notRunning('');
  });
  const parsed = endpointFile.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw new BridgeError({
    code: 'protocol-error',
    message: 'The app and this bridge are of different versions and do not understand each other.',
    nextStep: 'Restart Drawbridge, and point the MCP host at the bridge that comes with it.',
    actor: 'person',
  });
}

function open(socketPath: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(socketPath);
    socket.once('connect', () => {
      socket.removeAllListeners('error');
      resolve(socket);
    });
    // ENOENT, ECONNREFUSED: a socket file that an ended app left behind.
    socket.once('error', () => reject(notRunning('its socket does not answer')));
  });
}

function handshake(
  socket: Socket,
  endpoint: EndpointFile,
  mode: Hello['mode'],
  identity: BridgeIdentity,
): Promise<AppConnection> {
  return new Promise((resolve, reject) => {
    const splitter = new LineSplitter();
    const backlog: string[] = [];
    const nonce = randomBytes(32).toString('base64url');
    let appNonce: string | undefined;
    let opened: Welcome | undefined;
    let handlers: Parameters<AppConnection['start']>[0] | undefined;
    let ended = false;

    const timer = setTimeout(() => reject(notRunning('it did not answer in time')), HANDSHAKE_MS);
    const fail = (error: BridgeError) => {
      clearTimeout(timer);
      reject(error);
    };
    const prove = (side: 'bridge' | 'app', nonceOfApp: string) =>
      createHmac('sha256', Buffer.from(endpoint.token, 'base64url'))
        .update(proofText(side, nonceOfApp, nonce))
        .digest();

    const onOpeningLine = (line: string) => {
      const value = parseJson(line);
      const refused = refusal.safeParse(value);
      if (refused.success) return fail(new BridgeError(refused.data.error));
      if (appNonce === undefined) {
        const asked = challenge.safeParse(value);
        if (!asked.success) return fail(strangeAnswer());
        appNonce = asked.data.nonce;
        const hello: Hello = {
          type: 'hello',
          wire: WIRE_VERSION,
          nonce,
          proof: prove('bridge', appNonce).toString('base64url'),
          mode,
          pid: process.pid,
          executable: process.execPath,
          cwd: process.cwd(),
          bridgeVersion,
          ...identity,
        };
        socket.write(`${JSON.stringify(hello)}\n`);
        return;
      }
      const answer = welcome.safeParse(value);
      if (!answer.success || !sameBytes(Buffer.from(answer.data.proof, 'base64url'), prove('app', appNonce)))
        return fail(strangeAnswer());
      clearTimeout(timer);
      opened = answer.data;
      resolve(connection(answer.data));
    };
    const connection = (greeting: Welcome): AppConnection => ({
      welcome: greeting,
      send: (line) => socket.write(`${line}\n`),
      start(given) {
        handlers = given;
        for (const line of backlog.splice(0)) given.onLine(line);
        if (ended) given.onClose();
      },
      pause: () => void socket.pause(),
      resume: () => void socket.resume(),
      close: () => void socket.destroy(),
    });

    socket.on('data', (bytes) => {
      for (const event of splitter.push(bytes)) {
        if (event.kind === 'too-long') socket.destroy();
        else if (opened === undefined) onOpeningLine(event.text);
        else if (handlers === undefined) backlog.push(event.text);
        else handlers.onLine(event.text);
      }
    });
    socket.on('drain', () => handlers?.onDrain());
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      ended = true;
      fail(notRunning('it closed the connection'));
      handlers?.onClose();
    });
  });
}

const strangeAnswer = () =>
  new BridgeError({
    code: 'protocol-error',
    message: 'What answers at the address of the Drawbridge app could not prove that it is the app.',
    nextStep: 'Restart Drawbridge; if it stays so, look who owns the runtime directory.',
    actor: 'person',
  });

function sameBytes(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
