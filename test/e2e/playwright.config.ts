import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  globalSetup: './global-setup.ts',
  // Its pages run in a bare Chromium, so that a packed app makes no difference to them.
  testIgnore: process.env['DRAWBRIDGE_PACKAGED'] ? ['practice-in-chromium.spec.ts'] : [],
  timeout: 90_000,
  expect: { timeout: 20_000 },
  // One real desktop application at a time: two cores, one tray.
  workers: 1,
  // As the other tests (scripts/test.mjs): what passes only the second time is named as flaky.
  retries: process.env['PLAYWRIGHT_JSON_OUTPUT_FILE'] ? 1 : 0,
  reporter: process.env['PLAYWRIGHT_JSON_OUTPUT_FILE'] ? [['list'], ['json']] : [['list']],
  outputDir: '../../test-results',
});
