import { expect, test } from '@playwright/test';
import { tour } from '../tour/tour.ts';
import { accessibilityFaults, keyboardFaults } from './support/accessibility.ts';

test('every page is without faults that axe-core finds, dark and light, and with more contrast', async () => {
  test.setTimeout(240_000);
  await tour('en', async (place, window) => {
    for (const colorScheme of ['dark', 'light'] as const) {
      for (const contrast of ['no-preference', 'more'] as const) {
        await window.emulateMedia({ colorScheme, contrast, reducedMotion: 'reduce' });
        const faults = await accessibilityFaults(window);
        expect.soft(faults, `${place}, ${colorScheme}, contrast: ${contrast}`).toEqual([]);
      }
    }
  });
});

test('every page is walked by Tab, with the focus in sight', async () => {
  test.setTimeout(240_000);
  await tour('en', async (place, window) => {
    // A question keeps the focus to itself: its own test walks it.
    if (place === 'approval' || place === 'take-over') return;
    expect.soft(await keyboardFaults(window), place).toEqual([]);
  });
});
