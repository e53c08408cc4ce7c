// Builds everything into dist/: main (ESM), preload (one CommonJS file, as a sandboxed preload must be), the bridge, the
// practice site, and the window (by vite.config.ts).
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './setup.mjs';

/** Native or asar-external packages that stay outside the bundles. */
const NATIVE = ['@napi-rs/keyring', '@lydell/node-pty'];
/** What dbus-next would like and does without: X11 look-up of the bus, passing of file descriptors. */
const OPTIONAL = ['x11', 'usocket'];

/** CommonJS packages in an ESM bundle still call require(). */
const REQUIRE =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

function settings() {
  const read = (file) => JSON.parse(fs.readFileSync(path.join(root, file), 'utf8'));
  const common = {
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    target: 'node20',
    sourcemap: true,
    logLevel: 'warning',
    // Its UMD build loads its own parts through a require() that no bundler sees.
    alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
    define: {
      __DRAWBRIDGE_VERSION__: JSON.stringify(read('package.json').version),
      __ELECTRON_MAJOR__: JSON.stringify(read('node_modules/electron/package.json').version.split('.')[0]),
    },
  };
  const esm = { ...common, format: 'esm', banner: { js: REQUIRE } };
  const bridge = {
    ...esm,
    entryPoints: ['mcp-bridge/drawbridge.ts'],
    outdir: 'dist/bridge',
    outExtension: { '.js': '.mjs' },
    // What only some verbs need is not even parsed by the bridge that each agent starts.
    splitting: true,
    chunkNames: 'parts/[name]-[hash]',
    banner: { js: `#!/usr/bin/env node\n${REQUIRE}` },
    sourcemap: false,
  };
  const practice = { ...esm, entryPoints: ['practice/main.ts'], outfile: 'dist/practice/main.mjs', external: NATIVE };
  return { common, esm, bridge, practice };
}

/** What `npm run bench` needs, in one folder and nowhere else: it must not disturb an app that runs from dist/. */
export async function buildBench(folder) {
  const { build } = await import('esbuild');
  const { esm, bridge, practice } = settings();
  const file = (name) => path.join(folder, name);
  await Promise.all([
    build({ ...bridge, outdir: folder }),
    build({ ...practice, outfile: file('practice.mjs') }),
    ...['bench', 'worker'].map((name) =>
      build({
        ...esm,
        entryPoints: [`test/bench/${name}.ts`],
        outfile: file(`${name}.mjs`),
        external: [...NATIVE, '@playwright/test'],
      }),
    ),
  ]);
}

export async function buildAll() {
  const { build } = await import('esbuild');
  const vite = await import('vite');
  const { common, esm, bridge, practice } = settings();
  const [bridgeMade] = await Promise.all([
    build({ ...bridge, metafile: true }),
    build({
      ...esm,
      entryPoints: ['main/index.ts'],
      outfile: 'dist/main/index.js',
      external: ['electron', ...NATIVE, ...OPTIONAL],
    }),
    build({
      ...common,
      format: 'cjs',
      entryPoints: ['preload/index.ts'],
      outfile: 'dist/preload/index.cjs',
      external: ['electron'],
    }),
    build(practice),
    vite.build({ configFile: path.join(root, 'vite.config.ts'), logLevel: 'warn' }),
  ]);
  fs.chmodSync(path.join(root, 'dist/bridge/drawbridge.mjs'), 0o755);
  removeFormerParts(path.join(root, 'dist/bridge/parts'), bridgeMade.metafile);
  fs.cpSync(path.join(root, 'assets'), path.join(root, 'dist/assets'), { recursive: true });
}

/** Behind the build, so that a bridge that is being started finds its parts. */
function removeFormerParts(folder, { outputs }) {
  const made = new Set(Object.keys(outputs).map((file) => path.basename(file)));
  for (const name of fs.readdirSync(folder)) if (!made.has(name)) fs.rmSync(path.join(folder, name));
}

if (process.argv[1] && import.meta.url === pathToFileURL(path.resolve(process.argv[1])).href) await buildAll();
