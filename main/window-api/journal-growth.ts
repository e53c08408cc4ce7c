import type { Clock } from '../errors/clock.ts';
import type { Journal } from '../journal/journal.ts';

/** An eye sees no more. */
const EVERY_MS = 300;

/** Tells the window that there are newer entries: soon after the first, then at most every 300 ms. Returns how to stop. */
export function tellOfGrowth({
  journal,
  clock,
  tell,
}: {
  readonly journal: Pick<Journal, 'on'>;
  readonly clock: Clock;
  readonly tell: () => void;
}): () => void {
  let cancel: (() => void) | null = null;
  const off = journal.on('did-grow', () => {
    cancel ??= clock.after(EVERY_MS, () => {
      cancel = null;
      tell();
    });
  });
  return () => {
    off();
    cancel?.();
  };
}
