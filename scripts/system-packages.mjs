// What the machine itself must have, and how to get it on Debian and Ubuntu.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { say, stop } from './say.mjs';

/** Shared library -> Debian packages, the first that exists is taken (Ubuntu 24.04 renamed some with t64). */
const LIBRARIES = {
  'libgtk-3.so.0': ['libgtk-3-0t64', 'libgtk-3-0'],
  'libnss3.so': ['libnss3'],
  'libnssutil3.so': ['libnss3'],
  'libsmime3.so': ['libnss3'],
  'libnspr4.so': ['libnspr4'],
  'libasound.so.2': ['libasound2t64', 'libasound2'],
  'libgbm.so.1': ['libgbm1'],
  'libdrm.so.2': ['libdrm2'],
  'libatk-1.0.so.0': ['libatk1.0-0t64', 'libatk1.0-0'],
  'libatk-bridge-2.0.so.0': ['libatk-bridge2.0-0t64', 'libatk-bridge2.0-0'],
  'libatspi.so.0': ['libatspi2.0-0t64', 'libatspi2.0-0'],
  'libcups.so.2': ['libcups2t64', 'libcups2'],
  'libdbus-1.so.3': ['libdbus-1-3'],
  'libxkbcommon.so.0': ['libxkbcommon0'],
  'libX11.so.6': ['libx11-6'],
  'libxcb.so.1': ['libxcb1'],
  'libXcomposite.so.1': ['libxcomposite1'],
  'libXdamage.so.1': ['libxdamage1'],
  'libXext.so.6': ['libxext6'],
  'libXfixes.so.3': ['libxfixes3'],
  'libXrandr.so.2': ['libxrandr2'],
  'libpango-1.0.so.0': ['libpango-1.0-0'],
  'libcairo.so.2': ['libcairo2'],
  'libglib-2.0.so.0': ['libglib2.0-0t64', 'libglib2.0-0'],
  'libgobject-2.0.so.0': ['libglib2.0-0t64', 'libglib2.0-0'],
  'libgio-2.0.so.0': ['libglib2.0-0t64', 'libglib2.0-0'],
  'libexpat.so.1': ['libexpat1'],
  'libudev.so.1': ['libudev1'],
};

/** Not linked but opened when it is needed: without it the desktop shows no notifications, and their test sees none. */
const NOTIFICATIONS = ['libnotify4'];

/** Programs that the demo and the tests start. */
const PROGRAMS = {
  Xvfb: { packages: ['xvfb'], when: 'display' },
  'dbus-daemon': { packages: ['dbus'], when: 'always' },
  'gnome-keyring-daemon': { packages: ['gnome-keyring'], when: 'tests' },
  // The shells that the engine is tested on, and what hides or nests a shell.
  zsh: { packages: ['zsh'], when: 'tests' },
  fish: { packages: ['fish'], when: 'tests' },
  ksh93: { packages: ['ksh93u+m', 'ksh'], when: 'tests' },
  mksh: { packages: ['mksh'], when: 'tests' },
  tcsh: { packages: ['tcsh'], when: 'tests' },
  busybox: { packages: ['busybox'], when: 'tests' },
  tmux: { packages: ['tmux'], when: 'tests' },
  screen: { packages: ['screen'], when: 'tests' },
  sudo: { packages: ['sudo'], when: 'tests' },
  sqlite3: { packages: ['sqlite3'], when: 'tests' },
  // What agents meet in a terminal, and what has to be stopped there.
  less: { packages: ['less'], when: 'tests' },
  nano: { packages: ['nano'], when: 'tests' },
  python3: { packages: ['python3'], when: 'tests' },
  vim: { packages: ['vim'], when: 'tests' },
  watch: { packages: ['procps'], when: 'tests' },
};

/** Faces for pictures: without them a bare machine shows none, or another on each. */
const FONTS = { 'Inter-Regular.otf': 'fonts-inter', 'wqy-microhei.ttc': 'fonts-wqy-microhei' };

function lacksFont(file) {
  const known = spawnSync('fc-list', { encoding: 'utf8' });
  return known.status !== 0 || !known.stdout.includes(file);
}

const onPath = (program) =>
  (process.env.PATH ?? '').split(path.delimiter).some((folder) => fs.existsSync(path.join(folder, program)));

function missingLibraries(executable) {
  const result = spawnSync('ldd', [executable], { encoding: 'utf8' });
  return (result.stdout ?? '')
    .split('\n')
    .filter((line) => line.includes('not found'))
    .map((line) => line.trim().split(' ')[0]);
}

function lacks(library) {
  // Not on the PATH of ordinary users.
  const known = spawnSync('/sbin/ldconfig', ['-p'], { encoding: 'utf8' });
  return known.status === 0 && !known.stdout.includes(library);
}

/**
 * Makes sure that Electron's libraries and the programs are there. Installs when root on Debian/Ubuntu, else ends with the
 * one line to run. `purpose`: 'tests' also needs a keyring and shells, 'screenshots' fonts too,
 * 'demo' a display when there is none, 'app' only the libraries.
 */
export function ensureSystemPackages(executable, purpose) {
  if (process.platform !== 'linux') return;
  const tests = purpose === 'tests' || purpose === 'screenshots';
  const noDisplay = !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY;
  const wanted = [];
  for (const library of missingLibraries(executable)) {
    if (!LIBRARIES[library])
      stop(`Electron needs ${library}, and this script knows no package for it.`, 'Install it, then try again.');
    wanted.push(LIBRARIES[library]);
  }
  for (const [program, need] of Object.entries(PROGRAMS)) {
    if (onPath(program)) continue;
    if (purpose === 'app' || (need.when === 'display' && !noDisplay && !tests) || (need.when === 'tests' && !tests))
      continue;
    wanted.push(need.packages);
  }
  if (tests && lacks('libnotify.so.4')) wanted.push(NOTIFICATIONS);
  if (purpose === 'screenshots')
    for (const [file, name] of Object.entries(FONTS)) if (lacksFont(file)) wanted.push(['fontconfig'], [name]);
  if (wanted.length === 0) return;
  const apt = onPath('apt-get');
  const root = process.getuid?.() === 0;
  if (apt && root) {
    say('updating the package lists (apt-get update)');
    run('apt-get', ['update', '-qq']);
  }
  const packages = [...new Set(wanted.map(firstThatExists))].sort();
  const line = `apt-get install -y --no-install-recommends ${packages.join(' ')}`;
  if (!apt)
    stop(
      `This machine lacks: ${packages.join(', ')} (Debian's names).`,
      'Install them with your package manager, then try again.',
    );
  if (!root) stop(`This machine lacks: ${packages.join(', ')}.`, `Run: sudo apt-get update && sudo ${line}`);
  say(`installing ${packages.join(', ')}`);
  run('apt-get', line.split(' ').slice(1));
}

function firstThatExists(names) {
  if (!onPath('apt-cache')) return names.at(-1);
  return (
    names.find((name) =>
      /Candidate: (?!\(none\))/.test(spawnSync('apt-cache', ['policy', name], { encoding: 'utf8' }).stdout),
    ) ?? names.at(-1)
  );
}

function run(command, args) {
  const result = spawnSync(command, args, {
    encoding: 'utf8',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' },
  });
  if (result.status !== 0) stop(`${command} ${args.join(' ')} failed:`, `${result.stderr}`.trim().slice(-800));
}
