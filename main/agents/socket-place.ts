import { randomBytes } from 'node:crypto';
import { lstat, mkdtemp, rm, unlink } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeOwn } from '../../mcp-bridge/directories.ts';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';

/** sun_path of the smallest system we run on (macOS), its closing NUL included. */
const SUN_PATH_BYTES = 104;

export interface SocketPlace {
  readonly path: string;
  /** Removes what was made beyond the runtime directory. */
  release(): Promise<void>;
}

/** Makes the directory ours alone, or throws `protocol-error` where it belongs to somebody else or is open to others. */
export async function ownDirectory(directory: string): Promise<void> {
  const problem = await makeOwn(directory);
  if (problem === undefined) return;
  throw new DrawbridgeError({
    code: 'protocol-error',
    message: `The runtime directory ${directory} ${problem}; agents would not be safe there.`,
    nextStep: `Make it yours alone (chmod 700) or remove it, then start Drawbridge again.`,
    actor: 'person',
  });
}

/**
 * A free address for the socket. A socket file in the way is removed only when nobody answers on it; a live one
 * throws `protocol-error`, because another app serves there.
 */
export async function findSocketPlace(directory: string): Promise<SocketPlace> {
  if (process.platform === 'win32')
    return { path: `\\\\.\\pipe\\drawbridge-${randomBytes(16).toString('hex')}`, release: async () => {} };
  await ownDirectory(directory);
  const wanted = path.join(directory, 'app.sock');
  if (Buffer.byteLength(wanted) < SUN_PATH_BYTES) {
    await clearStale(wanted);
    return { path: wanted, release: () => rm(wanted, { force: true }) };
  }
  // mkdtemp makes it 0700 and ours; the name is not guessable before.
  const short = await mkdtemp(path.join(tmpdir(), 'dbr-'));
  return { path: path.join(short, 's'), release: () => rm(short, { recursive: true, force: true }) };
}

async function clearStale(socketPath: string): Promise<void> {
  const facts = await lstat(socketPath).catch(() => undefined);
  if (facts === undefined) return;
  if (facts.isSocket() && (await answers(socketPath))) {
    throw new DrawbridgeError({
      code: 'protocol-error',
      message: `Another Drawbridge already serves agents on ${socketPath}.`,
      nextStep: 'Use that one, or quit it first.',
      actor: 'person',
    });
  }
  await unlink(socketPath);
}

function answers(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(socketPath);
    const end = (alive: boolean) => {
      socket.destroy();
      resolve(alive);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });
}
