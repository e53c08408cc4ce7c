import { lstat, mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';

export interface Machine {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly home: string;
}

export const thisMachine = (): Machine => ({ env: process.env, platform: process.platform, home: homedir() });

/** Where endpoint.json, launch.json and the socket live. The app and the bridge must agree on it. */
export function runtimeDirectory(machine: Machine = thisMachine()): string {
  const own = machine.env['DRAWBRIDGE_HOME'];
  if (own) return path.join(own, 'run');
  const shared = sharedDirectory(machine);
  if (shared) return path.join(shared, 'run');
  const runtime = machine.env['XDG_RUNTIME_DIR'];
  return runtime ? path.join(runtime, 'drawbridge') : path.join(machine.home, '.local', 'state', 'drawbridge', 'run');
}

/** Where the bridge keeps what it may forget: the cached answers of the app. */
export function stateDirectory(machine: Machine = thisMachine()): string {
  const own = machine.env['DRAWBRIDGE_HOME'];
  if (own) return path.join(own, 'state');
  const shared = sharedDirectory(machine);
  if (shared) return path.join(shared, 'state');
  const state = machine.env['XDG_STATE_HOME'];
  return state ? path.join(state, 'drawbridge') : path.join(machine.home, '.local', 'state', 'drawbridge');
}

function sharedDirectory({ env, platform, home }: Machine): string | undefined {
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'Drawbridge');
  if (platform === 'win32') return path.join(env['LOCALAPPDATA'] || path.join(home, 'AppData', 'Local'), 'Drawbridge');
  return undefined;
}

/** Makes the folder, for this user alone; a text says why an existing one is not safe. */
export async function makeOwn(directory: string): Promise<string | undefined> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  if (process.platform === 'win32') return undefined;
  const facts = await lstat(directory);
  if (!facts.isDirectory()) return 'is not a directory';
  if (facts.uid !== process.getuid?.()) return 'belongs to another user';
  return (facts.mode & 0o077) !== 0 ? 'is open to other users' : undefined;
}
