// Everything that a fresh clone needs, and nothing twice: node modules, the Electron runtime, system libraries.
// Has no dependencies, so that it runs before `npm ci`.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { say, stop } from './say.mjs';

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    stop(`Node ${process.versions.node} is too old.`, 'Install Node 20.19 or newer, then try again.');
}

/** `npm ci` when the lock file is not the one that was installed. */
function installModules() {
  const stamp = path.join(root, 'node_modules', '.drawbridge-lock');
  const lock = createHash('sha256')
    .update(fs.readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === lock) return;
  say('installing node modules (npm ci), about a minute');
  const result = spawnSync('npm', ['ci', '--no-fund', '--no-audit', '--loglevel=error'], {
    cwd: root,
    encoding: 'utf8',
  });
  if (result.status !== 0)
    stop(
      'npm ci failed:',
      `${result.stderr.trim().slice(-1500)}\n            Check that the npm registry can be reached, then try again.`,
    );
  fs.writeFileSync(stamp, lock);
}

/** What scripts without a window need. */
export function setUpModules() {
  checkNode();
  installModules();
}

/** Resolves with the runtime. `purpose` says what will be done with it: 'app', 'demo' or 'tests'. */
export async function setUp(purpose) {
  setUpModules();
  const { resolveElectron } = await import('./electron-runtime.mjs');
  let electron;
  try {
    electron = await resolveElectron({
      officialOnly: purpose === 'app' && process.env.DRAWBRIDGE_ALLOW_TEST_RUNTIME !== '1',
    });
  } catch (error) {
    stop(
      error.message,
      purpose === 'app'
        ? 'For a try with the test runtime, at your own risk: DRAWBRIDGE_ALLOW_TEST_RUNTIME=1 (the window says so all the time).'
        : 'Set ELECTRON_MIRROR to a mirror that has it, then try again.',
    );
  }
  const { ensureSystemPackages } = await import('./system-packages.mjs');
  ensureSystemPackages(electron.executable, purpose);
  return electron;
}

if (process.argv[1] && import.meta.url === pathToFileURL(path.resolve(process.argv[1])).href) {
  const started = Date.now();
  const electron = await setUp('tests');
  say(`ready: Electron ${electron.version} (${electron.how}) in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}
