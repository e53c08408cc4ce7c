import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyJournal } from '../journal/empty-journal.tsx';
import { JournalExport } from '../journal/journal-export.tsx';
import { everything, JournalFilters, type Span, sinceOf } from '../journal/journal-filters.tsx';
import { JournalTable } from '../journal/journal-table.tsx';
import { useJournal } from '../journal/use-journal.ts';
import { RecordingsList } from '../replay/recordings-list.tsx';
import { useWindow } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { Segments } from '../ui/segments.tsx';
import { withoutStarts } from '../view/journal-look.ts';

type View = 'entries' | 'recordings';
const views: readonly View[] = ['entries', 'recordings'];

/** What agents and the person did, newest first, and what terminals printed meanwhile. */
export function JournalPage() {
  const { t } = useTranslation();
  const recordings = useWindow((state) => state.recordingsShown);
  const show = useWindow((state) => state.showRecordings);
  const [wanted, setWanted] = useState('');
  const view = (
    <Segments<View>
      label={t('replay.view')}
      value={recordings ? 'recordings' : 'entries'}
      options={views.map((value) => ({ value, text: t(`replay.${value}`) }))}
      onChoose={(value) => show(value === 'recordings')}
    />
  );
  if (!recordings) return <Entries view={view} />;
  return (
    <>
      <div className="flex min-h-14 shrink-0 flex-wrap items-center gap-2 px-4 py-3">
        {view}
        <SearchField label={t('replay.filter')} value={wanted} onChange={setWanted} />
      </div>
      <RecordingsList wanted={wanted.trim().toLowerCase()} />
    </>
  );
}

/** The entries of the journal. */
function Entries({ view }: { readonly view: ReactNode }) {
  const { t, i18n } = useTranslation();
  const [filter, setFilter] = useState(everything);
  const [span, setSpan] = useState<Span>('any');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const list = useJournal(filter);
  const rows = withoutStarts(list.rows ?? []);
  const any = filter === everything;
  const date = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'short' });
  const note = any
    ? ''
    : list.more && list.backTo !== null
      ? t('journal.more', { shown: rows.length, date: date.format(list.backTo) })
      : t('journal.shown', { shown: rows.length });
  const choose = (id: string) =>
    setChosen((was) => {
      const next = new Set(was);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  const clear = () => {
    setFilter(everything);
    setSpan('any');
  };
  return (
    <>
      <div className="flex min-h-14 shrink-0 flex-wrap items-center gap-2 px-4 py-3">
        {view}
        <JournalFilters
          {...{ filter, span, rows, note }}
          onFilter={(change) => setFilter({ ...filter, ...change })}
          onSpan={(wanted) => {
            setSpan(wanted);
            setFilter({ ...filter, since: sinceOf(wanted, Date.now()) });
          }}
        />
        <span className="flex-1" />
        <JournalExport filter={filter} rows={rows} chosen={chosen} disabled={rows.length === 0} />
      </div>
      {list.failure ? (
        <EmptyJournal title={t('journal.unreadable')} text={`${list.failure.message} ${list.failure.nextStep}`}>
          <Button onClick={list.again}>{t('journal.again')}</Button>
        </EmptyJournal>
      ) : rows.length > 0 ? (
        <JournalTable
          {...{ rows, chosen }}
          wanted={filter.text.trim().toLowerCase()}
          more={list.more}
          onChoose={choose}
          loadMore={list.loadMore}
        />
      ) : list.rows === null || list.more ? (
        <p className="px-4 text-ink-3">{list.more ? t('journal.looking') : ''}</p>
      ) : any ? (
        <EmptyJournal title={t('journal.none')} text={t('journal.noneText')} />
      ) : (
        <EmptyJournal title={t('journal.noMatch')} text={t('journal.noMatchText')}>
          <Button onClick={clear}>{t('journal.clear')}</Button>
        </EmptyJournal>
      )}
    </>
  );
}
