import fs from 'node:fs';
import path from 'node:path';
import { app } from 'electron';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import { autostartEntry, autostartFile, startsIt, withCommand } from './autostart-entry.ts';

export interface Autostart {
  /** Whether the desktop would start the app; another program may have changed that. */
  readonly on: boolean;
  /** Throws `internal` with the reason where the desktop's folder cannot be written. */
  set(on: boolean): void;
}

/** Starts the app, hidden, when the person logs in to the computer: an entry of the desktop's on Linux, the system's list elsewhere. */
export function autostart(launchCommand: readonly string[], environment: NodeJS.ProcessEnv): Autostart {
  const hidden = '--hidden';
  if (process.platform !== 'linux') {
    const [program = process.execPath, ...own] = launchCommand;
    const item = { path: program, args: [...own, hidden] };
    return {
      get on() {
        return app.getLoginItemSettings(item).openAtLogin;
      },
      set: (on) => app.setLoginItemSettings({ ...item, openAtLogin: on }),
    };
  }
  const file = autostartFile(environment, app.getPath('home'));
  const home = environment['DRAWBRIDGE_HOME'];
  const command = [...(home ? ['env', `DRAWBRIDGE_HOME=${home}`] : []), ...launchCommand, hidden];
  const entry = () => (fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined);
  refresh(file, entry(), command);
  return {
    get on() {
      const text = entry();
      return text !== undefined && startsIt(text);
    },
    set(on) {
      try {
        if (!on) {
          fs.rmSync(file, { force: true });
          return;
        }
        fs.mkdirSync(path.dirname(file), { recursive: true });
        fs.writeFileSync(file, autostartEntry(command));
      } catch (error) {
        throw new DrawbridgeError({
          code: 'internal',
          message: `${file} cannot be changed: ${error instanceof Error ? error.message : String(error)}.`,
          nextStep: 'Let Drawbridge write that folder, then switch again.',
          actor: 'person',
          cause: error,
        });
      }
    },
  };
}

/** An updated app may lie elsewhere, and the entry would start the old one or nothing. */
function refresh(file: string, entry: string | undefined, command: readonly string[]): void {
  if (entry === undefined || withCommand(entry, command) === entry) return;
  try {
    fs.writeFileSync(file, withCommand(entry, command));
  } catch {
    // Not ours to write any more: it stays as somebody made it.
  }
}
