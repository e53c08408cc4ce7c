import type { Clock } from '../errors/clock.ts';

/** How long a call may keep its caller without being asked to: most hosts give up at 60 s, some at 30 (design §5). */
export const PATIENCE_MS = 25_000;

export interface Patience {
  /** Aborts when the time is over or the outer signal aborts. */
  readonly signal: AbortSignal;
  /** True where the time ended it, and not the outer signal. */
  readonly over: boolean;
  release(): void;
}

/** A deadline within a call. */
export function patience(clock: Clock, ms: number, outer: AbortSignal): Patience {
  const timer = new AbortController();
  const release = clock.after(ms, () => timer.abort(new Error('patience is over')));
  return {
    signal: AbortSignal.any([outer, timer.signal]),
    get over() {
      return timer.signal.aborted && !outer.aborted;
    },
    release,
  };
}
