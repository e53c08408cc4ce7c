import { useEffect, useState } from 'react';
import type { ProbeResult } from '../../preload/contract.ts';
import { useParts } from '../state/window-context.tsx';

/** Typing has paused for this long. */
const PAUSE_MS = 400;

export type Probe =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'looking'; readonly since: number }
  | { readonly kind: 'answered'; readonly result: ProbeResult; readonly tookMs: number };

/** Asks what stands at the address as the person types it. */
export function useProbe(address: string): Probe {
  const { api } = useParts();
  const [probe, setProbe] = useState<Probe>({ kind: 'nothing' });
  useEffect(() => {
    const url = address.trim();
    // Shorter than any host name: nothing to say yet.
    if (url.replace(/^https?:\/*/, '').length < 3) {
      setProbe({ kind: 'nothing' });
      return;
    }
    let stale = false;
    const timer = setTimeout(async () => {
      const since = Date.now();
      setProbe({ kind: 'looking', since });
      const result = await api.ask('site.probe', { url }).catch(
        (error: unknown): ProbeResult => ({
          kind: 'problem',
          code: 'internal',
          message: error instanceof Error ? error.message : String(error),
          nextStep: '',
        }),
      );
      if (!stale) setProbe({ kind: 'answered', result, tookMs: Date.now() - since });
    }, PAUSE_MS);
    return () => {
      stale = true;
      clearTimeout(timer);
      setProbe({ kind: 'nothing' });
    };
  }, [api, address]);
  return probe;
}
