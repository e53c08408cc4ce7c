// biome-ignore-all lint/a11y/useSemanticElements: rows that come and go while one scrolls cannot be those of a table
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus, and names its active row
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type MouseEvent, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JournalRow } from '../../preload/contract-journal.ts';
import { classNames } from '../ui/class-names.ts';
import { StateShape } from '../ui/state-shape.tsx';
import { useUnits } from '../ui/use-units.ts';
import { flatDays, type JournalItem, journalLook, namedKind, nameOf } from '../view/journal-look.ts';
import { duration } from '../view/time-left.ts';
import { timeOfDay } from '../wall/use-state-words.ts';
import { JournalDetail } from './journal-detail.tsx';
import { useOutcomeWords } from './use-outcome-words.ts';

interface JournalTableProps {
  readonly rows: readonly JournalRow[];
  readonly wanted: string;
  /** Ids of the rows chosen for the export. */
  readonly chosen: ReadonlySet<string>;
  readonly more: boolean;
  onChoose(id: string): void;
  loadMore(): void;
}

const grid = 'grid grid-cols-[40px_80px_132px_minmax(96px,1.1fr)_minmax(120px,2.4fr)_116px_72px] items-center';
const ROW = 32;
const DAY = 28;

/** Hundreds of thousands of entries: only those in sight are in the page. Arrows move, Enter opens, Space chooses. */
export function JournalTable({ rows, wanted, chosen, more, onChoose, loadMore }: JournalTableProps) {
  const { t, i18n } = useTranslation();
  const [active, setActive] = useState<string | null>(null);
  const [open, setOpen] = useState<string | null>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const base = useId();
  const day = new Intl.DateTimeFormat(i18n.language, { weekday: 'long', day: 'numeric', month: 'long' });
  const items = flatDays(rows, (at) => day.format(at), open);
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (items[index]?.kind === 'day' ? DAY : items[index]?.kind === 'detail' ? 184 : ROW),
    getItemKey: (index) => items[index]?.key ?? index,
    overscan: 12,
  });
  const seen = virtual.getVirtualItems();
  const last = seen.at(-1)?.index ?? 0;
  useEffect(() => {
    if (more && last >= items.length - 20) loadMore();
  }, [more, last, items.length, loadMore]);

  const move = (by: number) => {
    const at = rows.findIndex(({ id }) => id === active);
    const next = rows[Math.max(0, Math.min(rows.length - 1, at < 0 ? 0 : at + by))];
    if (!next) return;
    setActive(next.id);
    virtual.scrollToIndex(items.findIndex((item) => item.kind === 'row' && item.row.id === next.id));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.target !== event.currentTarget) return;
    const step = steps[event.key];
    if (step !== undefined) move(step);
    else if (event.key === 'Enter' && active !== null) setOpen(open === active ? null : active);
    else if (event.key === ' ' && active !== null) onChoose(active);
    else if (event.key === 'Escape' && open !== null) setOpen(null);
    else return;
    event.preventDefault();
  };
  const onClick = (event: MouseEvent, { id }: JournalRow) => {
    setActive(id);
    scroller.current?.focus();
    if (event.ctrlKey || event.metaKey) onChoose(id);
    else setOpen(open === id ? null : id);
  };
  return (
    <div className="mx-4 mb-4 flex min-h-0 flex-1 flex-col overflow-hidden rounded-card border border-line bg-card">
      <div
        ref={scroller}
        role="treegrid"
        aria-label={t('journal.table')}
        aria-rowcount={more ? -1 : items.length + 1}
        aria-multiselectable="true"
        aria-activedescendant={active === null ? undefined : `${base}${active}`}
        tabIndex={0}
        onKeyDown={onKeyDown}
        className="scroll-quiet min-h-0 flex-1 overflow-y-auto outline-offset-[-2px]"
      >
        <div role="row" className={`${grid} sticky top-0 z-1 h-8 border-b border-line bg-card text-small text-ink-3`}>
          <span role="columnheader" aria-label={t('journal.filters.kindLabel')} />
          {(['time', 'agent', 'target', 'what', 'result'] as const).map((name) => (
            <span key={name} role="columnheader" className="px-2">
              {t(`journal.${name}`)}
            </span>
          ))}
          <span role="columnheader" className="pr-3 text-right">
            {t('journal.took')}
          </span>
        </div>
        <div role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
          {seen.map(({ index, key, start }) => {
            const item = items[index];
            return item === undefined ? null : (
              <div
                key={key}
                ref={virtual.measureElement}
                data-index={index}
                role="presentation"
                className="absolute inset-x-0 top-0"
                style={{ transform: `translateY(${start}px)` }}
              >
                <Item
                  item={item}
                  index={index}
                  id={item.kind === 'row' ? `${base}${item.row.id}` : undefined}
                  wanted={wanted}
                  active={item.kind === 'row' && item.row.id === active}
                  opened={item.kind === 'row' && item.row.id === open}
                  chosen={item.kind === 'row' && chosen.has(item.row.id)}
                  onClick={onClick}
                />
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

const steps: Readonly<Record<string, number>> = {
  ...{ ArrowDown: 1, ArrowUp: -1, PageDown: 15, PageUp: -15 },
  ...{ Home: Number.NEGATIVE_INFINITY, End: Number.POSITIVE_INFINITY },
};

interface ItemProps {
  readonly item: JournalItem;
  readonly index: number;
  readonly id: string | undefined;
  readonly wanted: string;
  readonly active: boolean;
  readonly opened: boolean;
  readonly chosen: boolean;
  onClick(event: MouseEvent, row: JournalRow): void;
}

function Item({ item, index, id, wanted, active, opened, chosen, onClick }: ItemProps) {
  if (item.kind === 'day')
    return (
      <div role="row" aria-rowindex={index + 2} className="flex h-7 items-center border-b border-line bg-pane px-3">
        <span role="gridcell" className="text-small text-ink-3">
          {item.name}
        </span>
      </div>
    );
  if (item.kind === 'detail')
    return (
      <div role="row" aria-rowindex={index + 2} className="border-b border-line">
        <div role="gridcell">
          <JournalDetail row={item.row} />
        </div>
      </div>
    );
  return (
    <Row
      {...{ id, index, wanted, active, opened, chosen }}
      row={item.row}
      onClick={(event) => onClick(event, item.row)}
    />
  );
}

interface RowProps extends Omit<ItemProps, 'item' | 'onClick'> {
  readonly row: JournalRow;
  onClick(event: MouseEvent): void;
}

function Row({ row, index, id, wanted, active, opened, chosen, onClick }: RowProps) {
  const { t, i18n } = useTranslation();
  const units = useUnits();
  const words = useOutcomeWords();
  const { shape, tone } = journalLook(row);
  const kind = namedKind(row.kind);
  const [asset = '', account = ''] = row.target.split(' · ');
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid around it has the keys
    <div
      id={id}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={chosen}
      aria-expanded={opened}
      data-active={active}
      onClick={onClick}
      className={classNames(
        grid,
        'h-8 cursor-default border-b border-line hover:bg-hover data-[active=true]:shadow-[inset_2px_0_0_var(--accent)]',
        (opened || chosen) && 'bg-hover',
      )}
    >
      <span role="gridcell" className="flex justify-center">
        <StateShape shape={shape} tone={tone} label={kind ? t(`journal.kind.${kind}`) : words(row)} />
      </span>
      <span role="gridcell" className="px-2 text-ink-3 tabular-nums">
        {timeOfDay(row.at, i18n.language, true)}
      </span>
      <span role="gridcell" className="truncate px-2" title={row.who}>
        {row.who === 'person' ? t('journal.person') : nameOf(row.who)}
      </span>
      <span role="gridcell" className="truncate px-2" title={row.target}>
        {asset} <span className="text-ink-3">{account}</span>
      </span>
      <span role="gridcell" className="truncate px-2" title={row.text}>
        {kind ? <span>{t(`journal.kind.${kind}`)} </span> : null}
        <span className={kind ? 'text-ink-3' : 'mono'}>
          <Marked text={row.text} wanted={wanted} />
        </span>
      </span>
      <span
        role="gridcell"
        className={classNames('truncate px-2 text-small', tone === 'ended' ? 'text-ended' : 'text-ink-2')}
        title={row.outcome}
      >
        {words(row)}
      </span>
      <span role="gridcell" className="pr-3 text-right text-small text-ink-3 tabular-nums">
        {row.durationMs === null ? '' : duration(row.durationMs, units)}
      </span>
    </div>
  );
}

/** What was searched for, marked where it stands first. */
function Marked({ text, wanted }: { readonly text: string; readonly wanted: string }) {
  const at = wanted === '' ? -1 : text.toLowerCase().indexOf(wanted);
  if (at < 0) return text;
  return (
    <>
      {text.slice(0, at)}
      <mark className="rounded-[3px] bg-accent-bg px-0.5 text-ink">{text.slice(at, at + wanted.length)}</mark>
      {text.slice(at + wanted.length)}
    </>
  );
}
