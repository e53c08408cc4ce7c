import { useCallback, useEffect, useState } from 'react';
import type { Problem } from '../state/use-action.ts';
import { useParts } from '../state/window-context.tsx';

export interface Favourites {
  /** Null until the site has said them. */
  readonly ids: ReadonlySet<string> | null;
  readonly problem: Problem | null;
  mark(assetId: string, on: boolean): Promise<boolean>;
}

/** The person's favourites on a site, as JumpServer keeps them. */
export function useFavourites(siteId: string): Favourites {
  const { api } = useParts();
  const [ids, setIds] = useState<ReadonlySet<string> | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  useEffect(() => {
    let stale = false;
    api.ask('assets.favourites', { siteId }).then(
      (answer) => {
        if (!stale && answer.ok) setIds(new Set(answer.ids));
      },
      () => setIds(null),
    );
    return () => {
      stale = true;
    };
  }, [api, siteId]);
  const mark = useCallback(
    async (assetId: string, on: boolean) => {
      setProblem(null);
      const answer = await api.ask('asset.favourite', { siteId, assetId, on });
      if (!answer.ok) {
        setProblem(answer);
        return false;
      }
      setIds((before) => {
        const next = new Set(before);
        if (on) next.add(assetId);
        else next.delete(assetId);
        return next;
      });
      return true;
    },
    [api, siteId],
  );
  return { ids, problem, mark };
}
