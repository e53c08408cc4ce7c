import { useEffect, useState } from 'react';
import type { Answer } from '../../preload/contract.ts';
import { useParts } from '../state/window-context.tsx';

const PAUSE_MS = 250;

export type AssetsPageState =
  | { readonly kind: 'asking' }
  | { readonly kind: 'answered'; readonly answer: Answer<'assets.list'> };

interface AssetsQuery {
  readonly siteId: string;
  readonly search: string;
  readonly offset: number;
  /** Asks again when it changes. */
  readonly attempt: number;
}

/** One page of a site's assets. The page before stays in sight until the next is there. */
export function useAssets({ siteId, search, offset, attempt }: AssetsQuery): AssetsPageState {
  const { api } = useParts();
  const [state, setState] = useState<AssetsPageState>({ kind: 'asking' });
  // biome-ignore lint/correctness/useExhaustiveDependencies: an attempt is there to ask again
  useEffect(() => {
    let stale = false;
    const timer = setTimeout(
      async () => {
        const answer = await api.ask('assets.list', { siteId, search, offset }).catch(
          (error: unknown): Answer<'assets.list'> => ({
            ok: false,
            code: 'internal',
            message: error instanceof Error ? error.message : String(error),
            nextStep: '',
          }),
        );
        if (!stale) setState({ kind: 'answered', answer });
      },
      search === '' ? 0 : PAUSE_MS,
    );
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [api, siteId, search, offset, attempt]);
  return state;
}
