import { useCallback, useEffect, useRef, useState } from 'react';
import type { Answer } from '../../preload/contract.ts';
import type { AssetGroup } from '../../preload/contract-assets.ts';
import type { Problem } from '../state/use-action.ts';
import { useParts } from '../state/window-context.tsx';

const PAUSE_MS = 200;
/** As many as main gives at once. */
export const PAGE = 100;

type Asset = Extract<Answer<'assets.list'>, { ok: true }>['assets'][number];

interface Found {
  /** Of which group and search; the rows of an older one stay in sight until the first of the new are there. */
  readonly group: AssetGroup;
  readonly search: string;
  readonly total: number;
  readonly rows: ReadonlyMap<number, Asset>;
}

export interface AssetPages {
  readonly found: Found | null;
  /** What is shown belongs to an older search. */
  readonly stale: boolean;
  readonly problem: Problem | null;
  /** Rows that came into sight. */
  need(first: number, last: number): void;
  again(): void;
}

/** A site's assets, page by page as they come into sight; a search that was typed over is forgotten. */
export function useAssetPages(siteId: string, group: AssetGroup, search: string): AssetPages {
  const { api } = useParts();
  const [found, setFound] = useState<Found | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [attempt, setAttempt] = useState(0);
  const current = useRef({ search, asked: new Set<number>() });

  const load = useCallback(
    async (wanted: string, page: number) => {
      const mine = current.current;
      if (mine.asked.has(page)) return;
      mine.asked.add(page);
      const answer = await api.ask('assets.list', { siteId, group, search: wanted, offset: page * PAGE }).catch(
        (error: unknown): Answer<'assets.list'> => ({
          ok: false,
          code: 'internal',
          message: error instanceof Error ? error.message : String(error),
          nextStep: '',
        }),
      );
      if (current.current !== mine) return;
      if (!answer.ok) {
        mine.asked.delete(page);
        setProblem(answer);
        return;
      }
      setProblem(null);
      setFound((before) => {
        const rows = new Map(before?.search === wanted && before.group === group ? before.rows : []);
        answer.assets.forEach((asset, index) => {
          rows.set(page * PAGE + index, asset);
        });
        return { group, search: wanted, total: answer.total, rows };
      });
    },
    [api, siteId, group],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: an attempt is there to ask again
  useEffect(() => {
    current.current = { search, asked: new Set() };
    const timer = setTimeout(() => void load(search, 0), search === '' ? 0 : PAUSE_MS);
    return () => clearTimeout(timer);
  }, [load, search, attempt]);

  const need = useCallback(
    (first: number, last: number) => {
      for (let page = Math.floor(first / PAGE); page <= Math.floor(last / PAGE); page += 1)
        void load(current.current.search, page);
    },
    [load],
  );
  return {
    found,
    stale: found !== null && (found.search !== search || found.group !== group),
    problem,
    need,
    again: () => setAttempt(attempt + 1),
  };
}
