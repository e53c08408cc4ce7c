// npm run app [-- --site <url>]: builds and starts the app, without a window where there is no display. A real site needs the official Electron (design: the registry
// runtime serves demo and tests only) unless DRAWBRIDGE_ALLOW_TEST_RUNTIME=1.
import { spawn } from 'node:child_process';
import { say } from './say.mjs';
import { root, setUp } from './setup.mjs';

const electron = await setUp('app');
// Chromium must be told before it starts, or it ends at once (mcp-bridge/display.ts).
const headless = process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY;
if (headless) say('there is no display here: the app runs without a window');
say('building');
const { buildAll } = await import('./build.mjs');
await buildAll();
const child = spawn(
  electron.executable,
  [...(headless ? ['--ozone-platform=headless', '--disable-gpu'] : []), root, ...process.argv.slice(2)],
  { stdio: 'inherit' },
);
// Ctrl-C reaches the app by itself, and Chromium takes a second signal for "at once".
process.on('SIGINT', () => {});
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('exit', (code) => process.exit(code ?? 1));
