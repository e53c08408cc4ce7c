import { stat } from 'node:fs/promises';
import path from 'node:path';
import { readLaunchFile } from '../app-launch.ts';
import { type Machine, runtimeDirectory } from '../directories.ts';
import { type BridgeStart, bridgeStart } from './bridge-entry.ts';

/**
 * How clients shall start the bridge: by the path that the app keeps the same through updates, else by our own. Undefined where
 * we run from a place that goes away (an AppImage's mount) and the app has not said of a better one.
 */
export async function ownStart(machine: Machine): Promise<BridgeStart | undefined> {
  const told = (await readLaunchFile(runtimeDirectory(machine)))?.bridge;
  if (told !== undefined) {
    const start = bridgeStart(told);
    const files = [start.command, ...start.args].filter((word) => path.isAbsolute(word));
    if ((await Promise.all(files.map(isFile))).every(Boolean)) return start;
  }
  const home = machine.env['DRAWBRIDGE_HOME'];
  const env: Record<string, string> = home ? { DRAWBRIDGE_HOME: home } : {};
  // Compiled, the program is the bridge itself; from source or dist/ it is a script of Node's.
  if (process.versions['bun'] !== undefined)
    return /[/\\]\.mount_/.test(process.execPath) ? undefined : { command: process.execPath, args: ['mcp'], env };
  return { command: 'node', args: [path.resolve(process.argv[1] ?? ''), 'mcp'], env };
}

const isFile = (file: string): Promise<boolean> =>
  stat(file).then(
    (facts) => facts.isFile(),
    () => false,
  );
