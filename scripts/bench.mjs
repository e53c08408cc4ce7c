// npm run bench [-- --json]: what Drawbridge adds to a bare client, measured in one run. Exit code 0 only if all limits hold.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { say } from './say.mjs';
import { root, setUp } from './setup.mjs';

await setUp('demo');
say('building');
const { buildAll } = await import('./build.mjs');
await buildAll();
const { build } = await import('esbuild');
const outfile = path.join(root, 'dist/bench/bench.mjs');
await build({
  absWorkingDir: root,
  entryPoints: ['test/bench/bench.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  packages: 'external',
  logLevel: 'warning',
});
const { runBench } = await import(pathToFileURL(outfile).href);
const measures = await runBench(root, say);
if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify(measures, null, 2)}\n`);
else
  for (const [name, { value, unit, raw, limit, ok }] of Object.entries(measures)) {
    const against = raw === null ? '' : `raw ${raw}, ratio ${(value / raw).toFixed(2)}, `;
    process.stdout.write(
      `${name.padEnd(18)} ${String(value).padStart(9)} ${unit.padEnd(10)} ${against}limit ${limit}: ${ok ? 'ok' : 'NOT OK'}\n`,
    );
  }
process.exit(Object.values(measures).every(({ ok }) => ok) ? 0 : 1);
