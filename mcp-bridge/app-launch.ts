import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseJson } from './app-connection.ts';
import { notRunning, quitByPerson } from './bridge-error.ts';
import { thisMachine } from './directories.ts';
import { hasDisplay, headlessSwitches } from './display.ts';
import { type LaunchFile, launchFile } from './wire.ts';

/** What the last start of the app left for us; undefined where it never ran. */
export async function readLaunchFile(directory: string): Promise<LaunchFile | undefined> {
  const text = await readFile(path.join(directory, 'launch.json'), 'utf8').catch(() => '');
  const parsed = launchFile.safeParse(parseJson(text));
  return parsed.success ? parsed.data : undefined;
}

/**
 * Starts the app without a window, detached, so that it outlives the agent. Returns when the process exists, not when
 * it listens. Throws BridgeError `app-quit-by-person`, `app-not-running`.
 */
export async function launchApp(directory: string): Promise<void> {
  const launch = await readLaunchFile(directory);
  if (launch === undefined) throw notRunning('and it never ran on this account, so this bridge cannot start it');
  if (launch.quitByPerson) throw quitByPerson();
  const [program, ...args] = launch.command;
  if (program === undefined) throw notRunning('');
  await new Promise<void>((resolve, reject) => {
    const switches = hasDisplay(thisMachine()) ? [] : headlessSwitches;
    const child = spawn(program, [...args, ...switches, '--hidden'], {
      cwd: launch.cwd,
      detached: true,
      env: withoutLimits(process.env),
      stdio: 'ignore',
    });
    child.once('spawn', () => {
      child.unref();
      resolve();
    });
    child.once('error', (error) => reject(notRunning(`starting it failed: ${error.message}`)));
  });
}

/** Limits of terminals are the person's: the environment of an agent that happens to start the app sets none. */
export function withoutLimits(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^DRAWBRIDGE_(?:MAX_TERMINALS|TERMINAL_|OPENINGS_)/.test(name)),
  );
}
