import type { Clock } from '../errors/clock.ts';

/** No check takes longer. */
export const CHECK_MS = 5_000;

/** The check did not end in time; nothing is known of what it looked at. */
export class TookTooLong extends Error {
  constructor() {
    super(`no answer within ${CHECK_MS / 1000} s`);
    this.name = 'TookTooLong';
  }
}

/** Does `work` within the deadline of a check, also where it does not look at its signal. Throws TookTooLong, or the signal's reason. */
export async function inTime<T>(
  clock: Clock,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const ending = new AbortController();
  const stop = () => ending.abort(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  const cancel = clock.after(CHECK_MS, () => ending.abort(new TookTooLong()));
  try {
    return await Promise.race([
      work(ending.signal),
      new Promise<never>((_, reject) => {
        ending.signal.addEventListener('abort', () => reject(ending.signal.reason), { once: true });
      }),
    ]);
  } finally {
    cancel();
    signal.removeEventListener('abort', stop);
  }
}
