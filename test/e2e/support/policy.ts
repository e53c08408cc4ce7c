import type { Page } from '@playwright/test';
import { ask } from './questions.ts';

/** The person's policy: on a real site every command asks, also one that only reads. */
export async function everythingAsks(window: Page): Promise<void> {
  await ask(window, 'policy.save', { text: JSON.stringify({ version: 1, mode: 'ask-always' }) });
}
