// What is written in TypeScript, for scripts that run on bare Node: bundled into dist/scripts and imported.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { root } from '../setup.mjs';

export async function bundled(entry) {
  const outfile = path.join(root, 'dist/scripts', `${path.basename(entry, '.ts')}.mjs`);
  await build({
    ...{ entryPoints: [path.join(root, entry)], outfile, bundle: true, platform: 'node', format: 'esm' },
    ...{ packages: 'external', logLevel: 'error' },
  });
  return import(`${pathToFileURL(outfile).href}?${Date.now()}`);
}
