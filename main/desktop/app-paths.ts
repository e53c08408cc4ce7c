import path from 'node:path';
import { app } from 'electron';

/** Where the app's own files are; `here` is the folder of the built main module (dist/main). */
export interface AppPaths {
  readonly renderer: string;
  readonly preload: string;
  readonly icon: string;
  readonly trayIcons: string;
  readonly practice: string;
  /** Settings, vault, journal, logs. */
  readonly data: string;
  readonly logs: string;
  readonly journal: string;
  readonly vault: string;
  /** How an MCP host starts the bridge. */
  readonly bridgeCommand: readonly string[];
  /** How a bridge starts the app again. */
  readonly launchCommand: readonly string[];
}

/** `DRAWBRIDGE_HOME` moves everything of the app into one folder. Must be called before Electron is ready. */
export function appPaths(here: string): AppPaths {
  const dist = path.dirname(here);
  const home = process.env['DRAWBRIDGE_HOME'];
  if (home) app.setPath('userData', path.join(home, 'data'));
  const data = app.getPath('userData');
  // A program cannot be started from inside the archive; electron-builder puts these beside it.
  const outside = dist.replace('app.asar', 'app.asar.unpacked');
  const bridge = app.isPackaged
    ? [path.join(process.resourcesPath, 'bin', 'drawbridge')]
    : ['node', path.join(dist, 'bridge', 'drawbridge.mjs')];
  return {
    renderer: path.join(dist, 'renderer'),
    preload: path.join(dist, 'preload', 'index.cjs'),
    icon: path.join(dist, 'assets', 'icon.png'),
    trayIcons: path.join(dist, 'assets', 'tray'),
    practice: path.join(outside, 'practice', 'main.mjs'),
    data,
    logs: path.join(data, 'logs'),
    journal: path.join(data, 'journal'),
    vault: path.join(data, 'vault'),
    bridgeCommand: [...(home ? ['env', `DRAWBRIDGE_HOME=${home}`] : []), ...bridge, 'mcp'],
    launchCommand: [
      process.execPath,
      // Never added by us: only repeated when this start had it (tests as root).
      ...(app.commandLine.hasSwitch('no-sandbox') ? ['--no-sandbox'] : []),
      ...(app.isPackaged ? [] : [app.getAppPath()]),
    ],
  };
}
