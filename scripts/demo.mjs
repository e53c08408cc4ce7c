// npm run demo [-- --json] [-- --keep]: sets itself up, starts the practice site and the app, signs in through the native
// window as a person would, and lets an agent run commands through `drawbridge mcp`.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { say } from './say.mjs';
import { root, setUp } from './setup.mjs';

const electron = await setUp('demo');
say('building');
const { buildAll } = await import('./build.mjs');
await buildAll();
const { build } = await import('esbuild');
const outfile = path.join(root, 'dist/demo/drive-demo.mjs');
await build({
  absWorkingDir: root,
  entryPoints: ['scripts/demo/drive-demo.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  packages: 'external',
  logLevel: 'warning',
});
const { driveDemo } = await import(pathToFileURL(outfile).href);
process.exit(
  await driveDemo({
    root,
    electron: electron.executable,
    json: process.argv.includes('--json'),
    keep: process.argv.includes('--keep'),
  }),
);
