// npm run check: types, lint and format, dead code, layers. Runs all four and reports each, so that one run shows everything.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { say } from './say.mjs';
import { root, setUp } from './setup.mjs';

await setUp('demo');
const bin = (file) => path.join(root, 'node_modules', file);
const checks = [
  ['types', bin('typescript/bin/tsc'), ['--noEmit']],
  ['lint and format', bin('@biomejs/biome/bin/biome'), ['check', '.']],
  ['dead code', bin('knip/bin/knip.js'), []],
  [
    'layers',
    bin('dependency-cruiser/bin/dependency-cruise.mjs'),
    ['--config', '.dependency-cruiser.cjs', 'main', 'preload', 'renderer', 'mcp-bridge', 'practice'],
  ],
];
let failed = 0;
for (const [name, script, args] of checks) {
  const { status } = spawnSync(process.execPath, [script, ...args], { cwd: root, stdio: 'inherit' });
  if (status !== 0) failed += 1;
  say(`${name}: ${status === 0 ? 'ok' : 'FAILED'}`);
}
process.exit(failed === 0 ? 0 : 1);
