import fs from 'node:fs';
import path from 'node:path';
import { type Page, test } from '@playwright/test';
import { root } from '../e2e/support/launch.ts';
import { tour } from './tour.ts';

const folder = process.env['DRAWBRIDGE_SCREENSHOTS'] ?? path.join(root, 'docs/images');
const sizes = (process.env['DRAWBRIDGE_SCREENSHOT_SIZES'] ?? '1280x800').split(',').map((size) => {
  const [width = 1280, height = 800] = size.split('x').map(Number);
  return { width, height };
});

async function picture(window: Page, name: string, schemes: readonly ('dark' | 'light')[]): Promise<void> {
  for (const { width, height } of sizes) {
    await window.setViewportSize({ width, height });
    for (const colorScheme of schemes) {
      await window.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const size = sizes.length > 1 ? `-${width}` : '';
      await window.screenshot({ path: path.join(folder, `${name}-${colorScheme}${size}.png`), animations: 'disabled' });
    }
  }
}

test.beforeAll(() => {
  fs.mkdirSync(folder, { recursive: true });
});

test('English, dark and light', async () => {
  await tour('en', (place, window) => picture(window, place, ['dark', 'light']));
});

test('简体中文', async () => {
  await tour('zh-CN', (place, window) => picture(window, `${place}-zh`, ['light']));
});
