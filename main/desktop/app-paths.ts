import path from 'node:path';
import { app } from 'electron';
import { decideBridge, type LastingBridge } from './lasting-bridge.ts';

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
  readonly recordings: string;
  readonly vault: string;
  /** Null where the app runs from its source folder. */
  readonly lastingBridge: LastingBridge | null;
  /** How an MCP host starts the bridge; updates do not change it. */
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
  const lastingBridge = app.isPackaged ? decideBridge(process, { resources: process.resourcesPath, data }) : null;
  const bridge = lastingBridge ? [lastingBridge.path] : ['node', path.join(dist, 'bridge', 'drawbridge.mjs')];
  return {
    renderer: path.join(dist, 'renderer'),
    preload: path.join(dist, 'preload', 'index.cjs'),
    icon: path.join(dist, 'assets', 'icon.png'),
    trayIcons: path.join(dist, 'assets', 'tray'),
    practice: path.join(outside, 'practice', 'main.mjs'),
    data,
    logs: path.join(data, 'logs'),
    journal: path.join(data, 'journal'),
    recordings: path.join(data, 'recordings'),
    vault: path.join(data, 'vault'),
    lastingBridge,
    bridgeCommand: [...(home ? ['env', `DRAWBRIDGE_HOME=${home}`] : []), ...bridge, 'mcp'],
    launchCommand: [
      process.execPath,
      // Never added by us: only repeated when this start had it (tests as root).
      ...(app.commandLine.hasSwitch('no-sandbox') ? ['--no-sandbox'] : []),
      ...(app.isPackaged ? [] : [app.getAppPath()]),
    ],
  };
}
