import { useCallback, useEffect, useRef, useState } from 'react';
import type { JournalFilter, JournalRow } from '../../preload/contract-journal.ts';
import { useParts } from '../state/window-context.tsx';

/** A page of the list; what a screen shows several times. */
const PAGE = 200;

export interface JournalList {
  /** Newest first; null until the first answer. */
  readonly rows: readonly JournalRow[] | null;
  /** There may be older ones. */
  readonly more: boolean;
  readonly busy: boolean;
  /** How far back was looked, in ms since the epoch. */
  readonly backTo: number | null;
  readonly failure: { readonly message: string; readonly nextStep: string } | null;
  loadMore(): void;
  again(): void;
}

interface Loaded {
  readonly rows: readonly JournalRow[] | null;
  readonly next: string | null;
  readonly backTo: number | null;
}

const nothing: Loaded = { rows: null, next: null, backTo: null };

/** The journal's entries that the filter finds, page by page, and the newer ones as they are written. */
export function useJournal(filter: JournalFilter): JournalList {
  const { api } = useParts();
  const [loaded, setLoaded] = useState(nothing);
  const [failure, setFailure] = useState<JournalList['failure']>(null);
  const [busy, setBusy] = useState(false);
  const [round, setRound] = useState(0);
  // Answers of an older question come too late.
  const current = useRef(0);
  const working = useRef(false);

  const ask = useCallback(
    async (before: string | null, after: string | null) => {
      const mine = current.current;
      const answer = await api.ask('journal.page', { before, after, limit: PAGE, filter });
      return mine === current.current ? answer : null;
    },
    [api, filter],
  );

  const load = useCallback(
    async (before: string | null) => {
      if (working.current && before !== null) return;
      working.current = true;
      setBusy(true);
      const answer = await ask(before, null).catch(
        (error: unknown) => ({ ok: false, code: 'internal', message: String(error), nextStep: '' }) as const,
      );
      if (answer === null) return;
      working.current = false;
      setBusy(false);
      setFailure(answer.ok ? null : answer);
      if (!answer.ok) return;
      const { rows, next, backTo } = answer;
      setLoaded((was) => ({
        rows: before === null ? rows : [...(was.rows ?? []), ...rows],
        next,
        backTo: backTo ?? was.backTo,
      }));
    },
    [ask],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` is there to ask again
  useEffect(() => {
    current.current += 1;
    working.current = false;
    // What is typed into the filter is asked for when the hand rests.
    const timer = setTimeout(() => void load(null), 120);
    return () => clearTimeout(timer);
  }, [load, round]);

  const { rows, next } = loaded;
  // A part that found little looks on by itself.
  useEffect(() => {
    if (next !== null && rows !== null && rows.length < PAGE) void load(next);
  }, [next, rows, load]);

  const newest = rows?.[0]?.id ?? null;
  useEffect(
    () =>
      api.on('journal.grew', () => {
        if (newest === null) return setRound((count) => count + 1);
        void ask(null, newest).then((answer) => {
          if (answer?.ok && answer.rows.length > 0)
            setLoaded((was) => (was.rows?.[0]?.id === newest ? { ...was, rows: [...answer.rows, ...was.rows] } : was));
        });
      }),
    [api, ask, newest],
  );

  return {
    rows,
    more: next !== null,
    busy,
    backTo: loaded.backTo,
    failure,
    loadMore: () => {
      if (next !== null) void load(next);
    },
    again: () => setRound((count) => count + 1),
  };
}
