import { readFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import path from 'node:path';
import { endpointFile } from '../../mcp-bridge/wire.ts';

/** Whether a bridge that looks for the app finds this process: its name at the door, and somebody behind it. */
export async function ownDoorAnswers(directory: string): Promise<boolean> {
  const text = await readFile(path.join(directory, 'endpoint.json'), 'utf8').catch(() => '');
  const endpoint = endpointFile.safeParse(parseJson(text)).data;
  return endpoint !== undefined && endpoint.pid === process.pid && answers(endpoint.path);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // missing, or damaged
  }
}

function answers(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(address);
    const end = (alive: boolean) => {
      socket.destroy();
      resolve(alive);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });
}
