// npm run bench [-- --json] [--short] [--only=warm,flood]: what Drawbridge adds to a bare client, measured in one run.
// docs/technical/performance.md says what the figures mean. Exit code: 0 all limits hold, 1 one is missed, 2 nothing was measured.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { say } from './say.mjs';
import { root, setUp } from './setup.mjs';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    /** Proves in seconds that everything can be measured; the figures say nothing. */
    short: { type: 'boolean', default: false },
    only: { type: 'string' },
  },
});

const { executable: electron } = await setUp('tests');
say('building');
const { buildAll, buildBench } = await import('./build.mjs');
const built = path.join(root, 'dist/bench');
await buildBench(built);
// The window is measured in the app itself.
if (!values.only || values.only.split(',').includes('wall')) await buildAll();
const { runBench, asTable } = await import(pathToFileURL(path.join(built, 'bench.mjs')).href);
try {
  const report = await runBench({
    built,
    electron,
    say,
    mode: values.short ? 'short' : 'full',
    only: values.only?.split(',') ?? [],
  });
  process.stdout.write(values.json ? `${JSON.stringify(report, null, 2)}\n` : `\n${asTable(report)}`);
  process.exitCode = report.holds ? 0 : 1;
} catch (error) {
  process.exitCode = 2;
  say(`nothing was measured: ${error.stack}`);
}
