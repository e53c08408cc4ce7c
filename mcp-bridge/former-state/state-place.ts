import path from 'node:path';
import { given } from '../agent-environment.ts';
import type { Machine } from '../directories.ts';

const APP = 'mcp-jumpserver-gui-sucks';
const NAME = 'auth-state.json';

/** Where mcp-jumpserver-gui-sucks keeps its state: what its variables say, else its own place on this system. */
export function formerStateFile(machine: Machine): string {
  const file = given(machine.env, 'STATE_FILE')?.value;
  if (file) return atHome(file, machine);
  const folder = given(machine.env, 'STATE_DIR')?.value;
  return path.join(folder ? atHome(folder, machine) : ownFolder(machine), NAME);
}

/** As the library does that chooses it there: `~/.local/state` on Linux, unless XDG_STATE_HOME says another. */
function ownFolder({ env, platform, home }: Machine): string {
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', APP);
  if (platform === 'win32') return path.join(env['LOCALAPPDATA'] || path.join(home, 'AppData', 'Local'), APP, APP);
  return path.join(env['XDG_STATE_HOME']?.trim() || path.join(home, '.local', 'state'), APP);
}

const atHome = (file: string, { home }: Machine): string =>
  file === '~' || file.startsWith('~/') ? path.join(home, file.slice(1)) : path.resolve(file);
