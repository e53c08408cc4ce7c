// npm run screenshots: walks through the window on a practice site and renews the pictures in docs/images.
// DRAWBRIDGE_SCREENSHOTS names another folder, DRAWBRIDGE_SCREENSHOT_SIZES other sizes: `900x600,1280x800,1920x1080`.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startDisplay } from './desktop-session.mjs';
import { say } from './say.mjs';
import { root, setUp } from './setup.mjs';

/** The same faces everywhere, whatever fonts the machine prefers: what a desktop of today shows. */
const FONTS = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <match target="pattern">
    <edit name="family" mode="prepend_first" binding="strong"><string>Inter</string><string>WenQuanYi Micro Hei</string></edit>
  </match>
</fontconfig>
`;

await setUp('screenshots');
say('building');
const { buildAll } = await import('./build.mjs');
await buildAll();
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'drawbridge-fonts-'));
fs.writeFileSync(path.join(folder, 'fonts.conf'), FONTS);
// Large enough for every size that is asked for, whatever display there is.
const display = await startDisplay('2560x1600');
const child = spawn(
  process.execPath,
  [path.join(root, 'node_modules/@playwright/test/cli.js'), 'test', '--config', 'test/tour/screenshots.config.ts'],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...display.env, FONTCONFIG_FILE: path.join(folder, 'fonts.conf') },
  },
);
const [code] = await once(child, 'exit');
await display.stop();
fs.rmSync(folder, { recursive: true, force: true });
say(`the pictures are in ${process.env.DRAWBRIDGE_SCREENSHOTS ?? 'docs/images'}`);
process.exit(code ?? 1);
