import { spawn } from 'node:child_process';
import { app } from 'electron';
import { thisMachine } from '../../mcp-bridge/directories.ts';
import { hasDisplay, headlessSwitches } from '../../mcp-bridge/display.ts';

/** What a first start sends to the one that it stands for. */
export const END_SIGNAL = 'SIGUSR2';

/** This start runs on Chromium's headless platform: no window can ever be made. */
export const isHeadless = (): boolean => app.commandLine.getSwitchValue('ozone-platform') === 'headless';

/**
 * Chromium chooses its platform before our first line runs, and without a display the choice would end it. So a start
 * without the switches starts the app once more with them, stands for it, and ends as it does; else returns at once.
 */
export async function restartHeadless(launchCommand: readonly string[]): Promise<void> {
  const [program, ...own] = launchCommand;
  if (program === undefined || hasDisplay(thisMachine()) || isHeadless()) return;
  const given = process.argv.slice(app.isPackaged ? 1 : 2);
  const child = spawn(program, [...headlessSwitches, ...own, ...given], { stdio: 'inherit' });
  // Not the same signal again: a service manager or a terminal has sent it to both of us, and Chromium takes a second one
  // for "at once".
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(END_SIGNAL));
  const code = await new Promise<number>((resolve) => {
    child.once('error', () => resolve(1));
    child.once('exit', (exit) => resolve(exit ?? 1));
  });
  process.exit(code);
}
