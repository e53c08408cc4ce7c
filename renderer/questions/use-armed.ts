import { useCallback, useEffect, useState } from 'react';

/** Keys that were meant for something else must not answer: the dialog listens once none came for this long. */
const QUIET_MS = 400;

/** False from when the dialog appears until the keyboard was quiet for a moment; `keyPressed` says that it was not. */
export function useArmed(): { readonly armed: boolean; keyPressed(): void } {
  const [armed, setArmed] = useState(false);
  const [presses, setPresses] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each press begins the wait anew
  useEffect(() => {
    const timer = setTimeout(() => setArmed(true), QUIET_MS);
    return () => clearTimeout(timer);
  }, [presses]);
  return { armed, keyPressed: useCallback(() => setPresses((count) => count + 1), []) };
}
