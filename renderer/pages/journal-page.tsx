import { Fragment, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JournalRow } from '../../preload/contract-journal.ts';
import { useAction } from '../state/use-action.ts';
import { useParts, useWindow } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { ProblemLine } from '../ui/problem-line.tsx';
import { ScrollRegion } from '../ui/scroll-region.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { StateShape } from '../ui/state-shape.tsx';
import { byDay, journalLook, namedKind, withoutStarts } from '../view/journal-look.ts';
import { timeOfDay } from '../wall/use-state-words.ts';

const LIMIT = 500;
/** What happens is in the journal at once; reading it more often than this shows nothing new to an eye. */
const AGAIN_MS = 1000;

/** What agents did, newest first. */
export function JournalPage() {
  const { t, i18n } = useTranslation();
  const { rows, failure } = useJournal();
  const [filter, setFilter] = useState('');
  const folder = useAction('folder.open');
  const wanted = filter.trim().toLowerCase();
  const all = rows === null ? [] : withoutStarts(rows);
  const shown = all.filter((row) =>
    `${row.who} ${row.target} ${row.text} ${row.outcome}`.toLowerCase().includes(wanted),
  );
  const day = new Intl.DateTimeFormat(i18n.language, { weekday: 'long', day: 'numeric', month: 'long' });
  const days = byDay(shown, (at) => day.format(at));
  return (
    <>
      <div className="flex h-14 shrink-0 items-center gap-2 px-4">
        <SearchField
          label={t('journal.filter')}
          value={filter}
          note={wanted === '' ? '' : t('journal.shown', { shown: shown.length })}
          onChange={setFilter}
        />
        <span className="flex-1" />
        <ProblemLine problem={folder.problem} />
        <Button look="ghost" disabled={folder.busy} onClick={() => void folder.run({ which: 'journal' })}>
          {t('journal.folder')}
        </Button>
      </div>
      {failure === null ? null : <p className="px-4 text-ink-2">{failure}</p>}
      {rows !== null && shown.length === 0 ? (
        <p className="px-4 text-ink-3">{all.length === 0 ? t('journal.none') : t('journal.noMatch')}</p>
      ) : null}
      {shown.length > 0 ? (
        <ScrollRegion
          label={t('nav.journal')}
          className="mx-4 mb-4 min-h-0 shrink rounded-card border border-line bg-card"
        >
          <table className="w-full table-fixed">
            <thead className="sticky top-0 z-1 bg-card text-small text-ink-3 shadow-[0_1px_0_var(--line)]">
              <tr>
                <th className={`${cell} w-10`} />
                <th className={`${cell} w-22`}>{t('journal.time')}</th>
                <th className={`${cell} w-36`}>{t('journal.agent')}</th>
                <th className={`${cell} w-52`}>{t('journal.target')}</th>
                <th className={cell}>{t('journal.what')}</th>
                <th className={`${cell} w-40`}>{t('journal.result')}</th>
              </tr>
            </thead>
            <tbody>
              {days.map(({ name, rows: ofDay }) => (
                <Fragment key={name}>
                  <tr>
                    <th
                      colSpan={6}
                      scope="rowgroup"
                      className="h-7 border-y border-line bg-pane px-3 text-left text-small font-normal text-ink-3"
                    >
                      {name}
                    </th>
                  </tr>
                  {ofDay.map(({ key, row }) => (
                    <Row key={key} row={row} />
                  ))}
                </Fragment>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      ) : null}
    </>
  );
}

const cell = 'h-8 min-w-0 px-3 text-left font-normal';

function Row({ row }: { readonly row: JournalRow }) {
  const { t, i18n } = useTranslation();
  const { shape, tone } = journalLook(row);
  const kind = namedKind(row.kind);
  const bad = tone === 'ended' ? 'text-ended' : 'text-ink-2';
  return (
    <tr className="border-line not-first:border-t">
      <td className={cell}>
        <StateShape shape={shape} tone={tone} label={kind ? t(`journal.kind.${kind}`) : row.kind} />
      </td>
      <td className={`${cell} text-ink-2`}>{timeOfDay(row.at, i18n.language, true)}</td>
      <td className={`${cell} truncate`} title={row.who}>
        {row.who === 'person' ? t('journal.person') : row.who.replace(/ \([^)]*\)$/, '')}
      </td>
      <td className={`${cell} truncate`} title={row.target}>
        {row.target}
      </td>
      <td className={`${cell} truncate selectable`} title={row.text}>
        {kind ? (
          <>
            {t(`journal.kind.${kind}`)}
            {row.text === '' ? null : <span className="text-ink-3"> {row.text}</span>}
          </>
        ) : (
          <span className="mono">{row.text}</span>
        )}
      </td>
      <td className={`${cell} truncate ${bad}`} title={row.outcome}>
        {row.outcome}
      </td>
    </tr>
  );
}

const all = { text: '', kind: 'any', who: '', site: '', asset: '', outcome: 'any', since: null } as const;

function useJournal(): { readonly rows: readonly JournalRow[] | null; readonly failure: string | null } {
  const { api } = useParts();
  // Nothing polls: a change of the state is what may have written a row.
  const app = useWindow((state) => state.app);
  const [rows, setRows] = useState<readonly JournalRow[] | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [read, setRead] = useState(0);
  useEffect(() => {
    if (!app) return;
    const timer = setTimeout(() => setRead((count) => count + 1), AGAIN_MS);
    return () => clearTimeout(timer);
  }, [app]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `read` is there to read again
  useEffect(() => {
    let stale = false;
    api.ask('journal.page', { before: null, after: null, limit: LIMIT, filter: all }).then(
      (answer) => {
        if (stale) return;
        if (answer.ok) setRows(answer.rows);
        setFailure(answer.ok ? null : `${answer.message} ${answer.nextStep}`);
      },
      (error: unknown) => {
        if (!stale) setFailure(error instanceof Error ? error.message : String(error));
      },
    );
    return () => {
      stale = true;
    };
  }, [api, read]);
  return { rows, failure };
}
