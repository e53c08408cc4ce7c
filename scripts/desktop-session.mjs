// A desktop for machines without one: a display (Xvfb), a session bus, and, when asked, a real unlocked gnome-keyring.
// Used by the demo, the tests and the bench; each part is started only where it is missing or must be private.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const START_MS = 15_000;

/** Starts a program and resolves with the first line it writes to file descriptor `fd`. */
async function firstLine(program, args, fd, started, options = {}) {
  const stdio = ['pipe', 'ignore', 'pipe', 'ignore'];
  stdio[fd] = 'pipe';
  const child = spawn(program, args, { stdio, ...options });
  started.push(child);
  let complaint = '';
  child.stderr?.on('data', (chunk) => {
    complaint = (complaint + chunk).slice(-1000);
  });
  const signal = AbortSignal.timeout(START_MS);
  const ended = once(child, 'exit', { signal }).then(([code]) => {
    throw new Error(`${program} ended with ${code}: ${complaint.trim()}`);
  });
  const failed = once(child, 'error', { signal }).then(([error]) => {
    throw new Error(`${program} could not be started: ${error.message}`);
  });
  const line = once(child.stdio[fd], 'data', { signal }).then(([data]) => String(data).split('\n')[0].trim());
  for (const promise of [ended, failed, line]) promise.catch(() => {});
  return Promise.race([line, ended, failed]);
}

/** A display of our own. */
export async function startDisplay(size = '1280x800') {
  const started = [];
  const number = await firstLine(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', `${size}x24`, '-nolisten', 'tcp'],
    3,
    started,
  );
  return { env: { DISPLAY: `:${number}` }, stop: () => stopAll(started) };
}

/**
 * A private session bus, with an unlocked keyring on it when `keyring` is true. `home` holds the keyring's files and
 * outlives `stop`, so that a second session can be started on the same secrets.
 */
export async function startBus({ keyring = false, home } = {}) {
  const started = [];
  const folder = home ?? fs.mkdtempSync(path.join(os.tmpdir(), 'drawbridge-desktop-'));
  const address = await firstLine(
    'dbus-daemon',
    ['--session', '--nofork', '--nopidfile', '--nosyslog', '--print-address=1', `--address=unix:dir=${os.tmpdir()}`],
    1,
    started,
  );
  const data = path.join(folder, 'data');
  const run = path.join(folder, 'run');
  for (const each of [data, run]) fs.mkdirSync(each, { recursive: true, mode: 0o700 });
  const env = { DBUS_SESSION_BUS_ADDRESS: address };
  if (keyring) {
    const daemon = spawn(
      'gnome-keyring-daemon',
      ['--unlock', '--foreground', '--components=secrets', `--control-directory=${path.join(run, 'keyring')}`],
      {
        stdio: ['pipe', 'ignore', 'ignore'],
        env: { ...process.env, ...env, XDG_DATA_HOME: data, XDG_RUNTIME_DIR: run },
      },
    );
    started.push(daemon);
    daemon.stdin.end('practice\n');
    await defaultCollection(env);
  }
  return {
    env,
    home: folder,
    stop: async () => {
      await stopAll(started);
      if (home === undefined) fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Waits until the keyring owns its name and has its default collection: only then may Electron ask it. */
async function defaultCollection(env) {
  const deadline = Date.now() + START_MS;
  while (Date.now() < deadline) {
    // Asked for its owner first: a call to a name that nobody owns yet would make D-Bus start a second, locked daemon.
    const owned = await dbusSend(env, [
      '--dest=org.freedesktop.DBus',
      '/',
      'org.freedesktop.DBus.NameHasOwner',
      'string:org.freedesktop.secrets',
    ]);
    if (!owned.includes('boolean true')) continue;
    const alias = await dbusSend(env, [
      '--dest=org.freedesktop.secrets',
      '/org/freedesktop/secrets',
      'org.freedesktop.Secret.Service.ReadAlias',
      'string:default',
    ]);
    if (alias.includes('collection/')) return;
  }
  throw new Error('gnome-keyring-daemon did not come up with an unlocked default collection');
}

async function dbusSend(env, args) {
  const child = spawn('dbus-send', ['--session', '--print-reply', ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let text = '';
  child.stdout.on('data', (chunk) => {
    text += chunk;
  });
  await once(child, 'close');
  return text;
}

async function stopAll(children) {
  for (const child of children.splice(0).reverse()) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    await gone;
  }
}

/** Chromium as root, or on a kernel without user namespaces, needs this; never given to a packaged app or a real site. */
export function sandboxSwitches() {
  if (process.platform !== 'linux') return [];
  if (process.getuid?.() === 0) return ['--no-sandbox'];
  const allowed = (file) => !fs.existsSync(file) || fs.readFileSync(file, 'utf8').trim() !== '0';
  const restricted = '/proc/sys/kernel/apparmor_restrict_unprivileged_userns';
  const namespaces =
    allowed('/proc/sys/kernel/unprivileged_userns_clone') &&
    allowed('/proc/sys/user/max_user_namespaces') &&
    !(fs.existsSync(restricted) && fs.readFileSync(restricted, 'utf8').trim() === '1');
  return namespaces ? [] : ['--no-sandbox'];
}
