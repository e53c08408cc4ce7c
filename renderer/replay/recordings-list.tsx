import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecordingRow } from '../../preload/contract-recordings.ts';
import { EmptyJournal } from '../journal/empty-journal.tsx';
import { useApp, useWindow } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { StateShape } from '../ui/state-shape.tsx';
import { useByteSize } from '../ui/use-byte-size.ts';
import { useUnits } from '../ui/use-units.ts';
import { nameOf } from '../view/journal-look.ts';
import { duration } from '../view/time-left.ts';

const ROW = 40;
const grid = 'grid grid-cols-[40px_192px_minmax(96px,1fr)_minmax(120px,2fr)_88px_80px] items-center';

/** Every terminal that can be played again, newest first; a row is a button. */
export function RecordingsList({ wanted }: { readonly wanted: string }) {
  const { t } = useTranslation();
  const all = useWindow(({ recorded }) => recorded);
  const state = useApp((app) => app.recordings);
  const openSettings = useWindow((window) => window.openSettings);
  const scroller = useRef<HTMLDivElement>(null);
  const rows = (all ?? []).filter(({ title, site, who }) => `${title} ${site} ${who}`.toLowerCase().includes(wanted));
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 12,
  });
  if (all === null) return null;
  if (rows.length === 0) {
    if (all.length > 0) return <EmptyJournal title={t('replay.noMatch')} text={t('replay.noMatchText')} />;
    const why = state.kind === 'on' ? t('replay.noneText') : t(`replay.why.${state.kind}`);
    return (
      <EmptyJournal title={t('replay.none')} text={state.kind === 'failed' ? `${why} ${state.message}` : why}>
        {state.kind === 'on' ? null : (
          <Button onClick={() => openSettings(state.kind === 'no-keychain' ? 'keychain' : 'journal')}>
            {t('replay.openSettings')}
          </Button>
        )}
      </EmptyJournal>
    );
  }
  return (
    <div className="mx-4 mb-4 flex min-h-0 flex-1 flex-col overflow-hidden rounded-card border border-line bg-card">
      <div ref={scroller} className="scroll-quiet min-h-0 flex-1 overflow-y-auto">
        <ul aria-label={t('replay.list')} className="relative" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, key, start }) => {
            const row = rows[index];
            return row === undefined ? null : (
              <li
                key={key}
                className="absolute inset-x-0 top-0 h-10 border-b border-line"
                style={{ transform: `translateY(${start}px)` }}
              >
                <Row row={row} />
              </li>
            );
          })}
        </ul>
      </div>
    </div>
  );
}

function Row({ row }: { readonly row: RecordingRow }) {
  const { t, i18n } = useTranslation();
  const units = useUnits();
  const size = useByteSize();
  const replay = useWindow((state) => state.replay);
  const when = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' });
  const who = row.who === 'person' ? t('journal.person') : nameOf(row.who);
  return (
    <button
      type="button"
      className={`${grid} h-full w-full text-left outline-offset-[-2px] hover:bg-hover`}
      onClick={() => replay(row.id)}
    >
      <span className="flex justify-center">
        {row.live ? (
          <StateShape shape="play" tone="accent" label={t('replay.end.live')} />
        ) : (
          <StateShape shape="square" tone="quiet" label={t('replay.ended')} />
        )}
      </span>
      <span className="truncate px-2 text-ink-3 tabular-nums">{when.format(row.startedAt)}</span>
      <span className="truncate px-2" title={row.who}>
        {who}
      </span>
      <span className="truncate px-2" title={row.title}>
        {row.asset} <span className="text-ink-3">{row.account}</span>
        <span className="text-ink-3"> · {row.site}</span>
      </span>
      <span className="px-2 text-right text-small text-ink-3 tabular-nums">
        {duration(Math.max(0, row.endedAt - row.startedAt), units)}
      </span>
      <span className="pr-3 text-right text-small text-ink-3 tabular-nums">{size(row.bytes)}</span>
    </button>
  );
}
