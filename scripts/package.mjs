// npm run package: the app as an unpacked Linux folder and tar.gz in release/, the bridge inside as one executable.
// `--dir` makes the folder only. Builds with the registry runtime are marked by their name and a TEST-BUILD.txt.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { say, stop } from './say.mjs';
import { root, setUp } from './setup.mjs';

const electron = await setUp('demo');
say('building');
const { buildAll } = await import('./build.mjs');
await buildAll();

say('compiling the bridge into one executable');
// The package's install step puts this system's binary there under this one name; npm may have been told not to run it.
const bun = path.join(root, 'node_modules/bun/bin/bun.exe');
if (!fs.existsSync(bun) || fs.statSync(bun).size < 1_000_000)
  run(process.execPath, [path.join(root, 'node_modules/bun/install.js')]);
const target = path.join(root, 'dist/bridge-executable/drawbridge');
fs.mkdirSync(path.dirname(target), { recursive: true });
run(bun, [
  'build',
  '--compile',
  '--bytecode',
  '--format=cjs',
  path.join(root, 'mcp-bridge/drawbridge.ts'),
  '--outfile',
  target,
  '--define',
  `__DRAWBRIDGE_VERSION__=${JSON.stringify(version())}`,
]);

const test = electron.how === 'registry';
if (test) say(`packing with the registry runtime ${electron.version}: a TEST build`);
const { build } = await import('electron-builder');
process.env.DRAWBRIDGE_TEST_RUNTIME = test ? '1' : '0';
process.env.ELECTRON_BUILDER_COMPRESSION_LEVEL ??= '1';
const { path7za } = await import('7zip-bin');
fs.chmodSync(path7za, 0o755);
process.env.ELECTRON_BUILDER_7ZIP_PATH ??= path7za;
const made = await build({
  projectDir: root,
  publish: 'never',
  linux: process.argv.includes('--dir') ? ['dir'] : ['dir', 'tar.gz'],
  config: {
    extends: path.join(root, 'electron-builder.yml'),
    electronDist: electron.dist,
    electronVersion: electron.version,
    // biome-ignore lint/suspicious/noTemplateCurlyInString: electron-builder's own placeholders
    ...(test ? { artifactName: 'Drawbridge-TEST-${version}-${arch}.${ext}' } : {}),
  },
});
for (const file of made) say(`made ${path.relative(root, file)}`);
say(`made ${path.relative(root, path.join(root, 'release/linux-unpacked'))}`);

function version() {
  return JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')).version;
}

function run(command, args) {
  const result = spawnSync(command, args, { cwd: root, encoding: 'utf8' });
  if (result.status !== 0)
    stop(`${path.basename(command)} failed:`, `${result.stdout}${result.stderr}`.trim().slice(-1500));
}
