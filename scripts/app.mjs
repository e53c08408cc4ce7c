// npm run app [-- --site <url>]: builds and starts the app. A real site needs the official Electron (design: the registry
// runtime serves demo and tests only) unless DRAWBRIDGE_ALLOW_TEST_RUNTIME=1.
import { spawn } from 'node:child_process';
import { say, stop } from './say.mjs';
import { root, setUp } from './setup.mjs';

const electron = await setUp('app');
if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY && process.platform === 'linux')
  stop(
    'There is no display here.',
    'Start it from a desktop session; `npm run demo` shows the app on a machine without one.',
  );
say('building');
const { buildAll } = await import('./build.mjs');
await buildAll();
const child = spawn(electron.executable, [root, ...process.argv.slice(2)], { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => process.exit(code ?? 1));
