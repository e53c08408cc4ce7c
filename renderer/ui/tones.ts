import type { Tone } from '../view/site-health.ts';

/** Text and shape colour of a state. */
export const toneText: Readonly<Record<Tone, string>> = {
  ready: 'text-ready',
  needs: 'text-needs',
  ended: 'text-ended',
  drive: 'text-drive',
  accent: 'text-accent-text',
  quiet: 'text-ink-3',
};
