import { useCallback, useSyncExternalStore } from 'react';
import { useParts } from './window-context.tsx';

const deaf = () => () => {};

/** The time in steps of `everyMs` (whole seconds); stands still while `everyMs` is null, and while the window is hidden. */
export function useNow(everyMs: number | null): number {
  const { ticker } = useParts();
  const step = everyMs ?? 1000;
  return useSyncExternalStore(
    everyMs === null ? deaf : ticker.listen,
    useCallback(() => ticker.now - (step > 1000 ? ticker.now % step : 0), [ticker, step]),
  );
}
