import { defineConfig } from '@playwright/test';

/** `npm run screenshots`: the tour, into docs/images. */
export default defineConfig({
  testDir: '.',
  testMatch: ['screenshots.tour.ts'],
  globalSetup: '../e2e/global-setup.ts',
  timeout: 300_000,
  expect: { timeout: 20_000 },
  workers: 1,
  reporter: [['list']],
  outputDir: '../../test-results',
});
