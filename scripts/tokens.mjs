// npm run tokens [-- --json]: what the tools cost every conversation, in tokens of o200k_base, against the limits.
import { parseArgs } from 'node:util';
import { setUpModules } from './setup.mjs';
import { bundled } from './tools/bundled.mjs';

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
setUpModules();
const { BUDGET, countTools } = await bundled('scripts/tools/token-count.ts');
const count = countTools();
if (values.json) process.stdout.write(`${JSON.stringify({ ...count, budget: BUDGET }, null, 2)}\n`);
else {
  for (const { name, tokens, core } of count.tools)
    process.stdout.write(`${String(tokens).padStart(6)}  ${name}${core ? '  (core)' : ''}\n`);
  process.stdout.write(
    `${String(count.full).padStart(6)}  the full list, of ${BUDGET.full}\n${String(count.core).padStart(6)}  the core list, of ${BUDGET.core}\n${String(count.instructions).padStart(6)}  instructions\n`,
  );
}
process.exitCode = count.full <= BUDGET.full && count.core <= BUDGET.core ? 0 : 1;
