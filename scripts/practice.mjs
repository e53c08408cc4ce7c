// npm run practice [-- --port N]: the practice site alone, until Ctrl-C.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { say } from './say.mjs';
import { root, setUp } from './setup.mjs';

await setUp('demo');
say('building');
const { buildAll } = await import('./build.mjs');
await buildAll();
const child = spawn(process.execPath, [path.join(root, 'dist/practice/main.mjs'), ...process.argv.slice(2)], {
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => process.exit(code ?? 0));
