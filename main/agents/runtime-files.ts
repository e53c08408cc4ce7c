import { randomBytes } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type EndpointFile, type LaunchFile, launchFile } from '../../mcp-bridge/wire.ts';
import { ownDirectory } from './socket-place.ts';

const endpointPath = (directory: string) => path.join(directory, 'endpoint.json');
const launchPath = (directory: string) => path.join(directory, 'launch.json');

export const writeEndpoint = (directory: string, endpoint: EndpointFile): Promise<void> =>
  writeWhole(endpointPath(directory), endpoint);

/** Removes endpoint.json if it is still this token's: a newer app may have written its own. */
export async function removeEndpoint(directory: string, token: string): Promise<void> {
  const text = await readFile(endpointPath(directory), 'utf8').catch(() => '');
  if (text.includes(token)) await rm(endpointPath(directory), { force: true });
}

/** Tells bridges how to start this app; at each start with `quitByPerson: false`, before the socket listens. */
export async function writeLaunchFile(directory: string, launch: LaunchFile): Promise<void> {
  await ownDirectory(directory);
  await writeWhole(launchPath(directory), launch);
}

/** The person chose Quit: bridges start nothing until the person starts the app again. */
export async function markQuitByPerson(directory: string): Promise<void> {
  const text = await readFile(launchPath(directory), 'utf8').catch(() => '');
  const parsed = launchFile.safeParse(text === '' ? undefined : JSON.parse(text));
  if (parsed.success) await writeWhole(launchPath(directory), { ...parsed.data, quitByPerson: true });
}

/** Whole or not at all, and for nobody else's eyes. */
async function writeWhole(file: string, value: object): Promise<void> {
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  await writeFile(draft, `${JSON.stringify(value)}\n`, { mode: 0o600, flag: 'wx' });
  await rename(draft, file);
}
