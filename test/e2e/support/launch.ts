import type { ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { type Bus, sandboxSwitches, startBus } from '../../../scripts/desktop-session.mjs';
import { findElectron } from '../../../scripts/electron-runtime.mjs';
import { type NotificationHost, startNotificationHost } from './notification-host.ts';
import { startTrayHost, type TrayHost } from './tray-host.ts';

export const root = path.resolve(import.meta.dirname, '../../..');

/** A desktop with a home of its own; the app can be started on it several times. */
export interface Desktop {
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
  readonly tray: TrayHost;
  readonly notifications: NotificationHost;
  launch(args?: readonly string[]): Promise<RunningApp>;
  /** Kills what runs, as a crash would. */
  killAll(): Promise<void>;
  stop(): Promise<void>;
}

export interface RunningApp {
  readonly app: ElectronApplication;
  readonly process: ChildProcess;
  /** Standard output and error so far. */
  readonly output: () => string;
  /** The main window. */
  window(): Promise<Page>;
  /** The page of the site in the sign-in window. */
  signInPage(): Promise<Page>;
  /** Our own bar above the site's page; `popUp` names the one above a pop-up. */
  signInBar(which?: 'window' | 'pop-up'): Promise<Page>;
  kill(): Promise<void>;
}

export async function startDesktop(
  options: {
    readonly keyring?: boolean;
    /** False: a desktop without tray icons, as stock GNOME is. */
    readonly trayHost?: boolean;
    readonly env?: Readonly<Record<string, string>>;
  } = {},
): Promise<Desktop> {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'drawbridge-e2e-'));
  const bus: Bus = await startBus({ keyring: options.keyring ?? false });
  const tray = await startTrayHost(bus.env['DBUS_SESSION_BUS_ADDRESS'] ?? '', options.trayHost ?? true);
  const notifications = await startNotificationHost(bus.env['DBUS_SESSION_BUS_ADDRESS'] ?? '');
  const running = new Set<RunningApp>();
  const env: Record<string, string> = {
    ...inherited(),
    ...bus.env,
    DRAWBRIDGE_HOME: home,
    LANG: 'en_US.UTF-8',
    LANGUAGE: 'en',
    ...options.env,
  };
  return {
    home,
    env,
    tray,
    notifications,
    async launch(args = []) {
      const app = await start(env, args);
      running.add(app);
      app.app.once('close', () => running.delete(app));
      return app;
    },
    async killAll() {
      for (const app of [...running]) await app.kill();
    },
    async stop() {
      // Bridges first: one that loses its app starts it again, hidden, and that one would hold its keys through the tests that follow.
      killThose((pid) => isBridgeOf(pid, home));
      for (const app of [...running]) await app.kill();
      killThose((pid) => isHidden(pid) || hasOpen(pid, home));
      tray.stop();
      notifications.stop();
      await bus.stop();
      killThose((pid) => isHidden(pid) || hasOpen(pid, home));
      await removeFolder(home);
    },
  };
}

function killThose(wanted: (pid: string) => boolean): void {
  if (process.platform !== 'linux') return;
  for (const pid of fs.readdirSync('/proc')) {
    if (!/^\d+$/.test(pid) || Number(pid) === process.pid) continue;
    try {
      if (wanted(pid)) process.kill(Number(pid), 'SIGKILL');
    } catch {
      // It has ended meanwhile, or is another user's.
    }
  }
}

/** A bridge, or what it has just begun to start. */
function isBridgeOf(pid: string, home: string): boolean {
  const environment = fs.readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  return (
    environment.includes(`DRAWBRIDGE_HOME=${home}`) &&
    /drawbridge/.test(fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8'))
  );
}

/** Begun by a bridge, and maybe too young to have opened a file: the app under test, never one that is installed here. */
function isHidden(pid: string): boolean {
  // Chromium writes it anew, with blanks between the words.
  const command = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  return command.includes('--hidden') && command.includes(process.env['DRAWBRIDGE_PACKAGED'] ?? root);
}

/** An app of this home: Chromium hides its environment, but not its files. */
function hasOpen(pid: string, home: string): boolean {
  const files = fs.readdirSync(`/proc/${pid}/fd`).map((fd) => fs.readlinkSync(`/proc/${pid}/fd/${fd}`));
  return files.some((file) => file.startsWith(`${home}/`));
}

/** Chromium's other processes may write for a moment after the main one was killed. */
async function removeFolder(folder: string): Promise<void> {
  for (let left = 20; ; left -= 1) {
    try {
      fs.rmSync(folder, { recursive: true, force: true });
      return;
    } catch (error) {
      if (left === 0) throw error;
      await delay(100);
    }
  }
}

function inherited(): Record<string, string> {
  const kept = Object.entries(process.env).filter(
    ([name]) => !['XDG_CURRENT_DESKTOP', 'XDG_RUNTIME_DIR', 'NODE_OPTIONS'].includes(name),
  );
  return Object.fromEntries(kept.filter((pair): pair is [string, string] => pair[1] !== undefined));
}

/** The app from dist/, or the packed one where DRAWBRIDGE_PACKAGED names its executable. */
async function start(env: Record<string, string>, args: readonly string[]): Promise<RunningApp> {
  const packaged = process.env['DRAWBRIDGE_PACKAGED'];
  const executable = packaged ?? findElectron()?.executable;
  if (!executable) throw new Error('There is no Electron runtime; run `npm run setup`.');
  const app = await _electron.launch({
    executablePath: executable,
    args: [...sandboxSwitches(), ...(packaged ? [] : [root]), ...args],
    env,
  });
  // Playwright forgets it once the app has closed.
  const child = app.process();
  let text = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  const pageWhere = async (matches: (url: string) => boolean): Promise<Page> => {
    const found = app.windows().find((page) => matches(page.url()));
    if (found) return found;
    return app.waitForEvent('window', {
      timeout: 30_000,
      predicate: async (page) => {
        if (matches(page.url())) return true;
        await page.waitForURL((url) => url.href !== 'about:blank', { timeout: 20_000, waitUntil: 'commit' });
        return matches(page.url());
      },
    });
  };
  return {
    app,
    process: child,
    output: () => text,
    window: () => pageWhere((url) => url.startsWith('app://drawbridge')),
    signInPage: () => pageWhere((url) => url.includes('/core/')),
    signInBar: (which = 'window') =>
      pageWhere((url) => url.startsWith('data:text/html') && url.includes('Pop-up%20while') === (which === 'pop-up')),
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await gone;
    },
  };
}
