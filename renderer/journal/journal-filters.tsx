import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { JournalFilter, JournalRow } from '../../preload/contract-journal.ts';
import { useApp } from '../state/window-context.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { Select } from '../ui/select.tsx';
import { assetOf, nameOf } from '../view/journal-look.ts';

export const everything: JournalFilter = {
  ...{ text: '', kind: 'any', who: '', site: '', asset: '', outcome: 'any', since: null },
};

const kinds = ['any', 'commands', 'terminals', 'approvals', 'sign-ins', 'agents', 'settings'] as const;
const outcomes = ['any', 'good', 'bad', 'refused'] as const;
const times = ['any', 'today', 'week', 'month'] as const;
export type Span = (typeof times)[number];

interface JournalFiltersProps {
  readonly filter: JournalFilter;
  readonly span: Span;
  /** Whose names can be chosen. */
  readonly rows: readonly JournalRow[];
  readonly note: string;
  onFilter(change: Partial<JournalFilter>): void;
  onSpan(span: Span): void;
}

export function JournalFilters({ filter, span, rows, note, onFilter, onSpan }: JournalFiltersProps) {
  const { t } = useTranslation();
  const sites = useApp((app) => app.sites);
  const agents = useApp((app) => app.agents);
  const who = names([...agents.map(({ name }) => name), ...rows.map((row) => nameOf(row.who))], filter.who);
  const site = names([...sites.map(({ name }) => name), ...rows.map((row) => row.site)], filter.site);
  const asset = names(
    rows.map(({ target }) => assetOf(target)),
    filter.asset,
  );
  return (
    <>
      <SearchField
        label={t('journal.filter')}
        value={filter.text}
        note={note}
        onChange={(text) => onFilter({ text })}
      />
      {/* In a line of their own, unless there is room behind the search. */}
      <div className="order-1 flex basis-full flex-wrap gap-2 min-[1600px]:order-none min-[1600px]:basis-auto">
        <Choice
          label={t('journal.filters.kindLabel')}
          value={filter.kind}
          options={kinds.map((value) => ({ value, text: t(`journal.filters.kind.${value}`) }))}
          onChoose={(kind) => onFilter({ kind })}
        />
        <Choice
          label={t('journal.filters.who')}
          value={filter.who}
          options={[
            { value: '', text: t('journal.filters.anyone') },
            ...who.map((value) => ({ value, text: value === 'person' ? t('journal.person') : value })),
          ]}
          onChoose={(chosen) => onFilter({ who: chosen })}
        />
        {site.length > 1 || filter.site !== '' ? (
          <Choice
            label={t('journal.filters.site')}
            value={filter.site}
            options={[
              { value: '', text: t('journal.filters.anySite') },
              ...site.map((value) => ({ value, text: value })),
            ]}
            onChoose={(chosen) => onFilter({ site: chosen })}
          />
        ) : null}
        <Choice
          label={t('journal.filters.asset')}
          value={filter.asset}
          options={[
            { value: '', text: t('journal.filters.anyAsset') },
            ...asset.map((value) => ({ value, text: value })),
          ]}
          onChoose={(chosen) => onFilter({ asset: chosen })}
        />
        <Choice
          label={t('journal.filters.resultLabel')}
          value={filter.outcome}
          options={outcomes.map((value) => ({ value, text: t(`journal.filters.outcome.${value}`) }))}
          onChoose={(outcome) => onFilter({ outcome })}
        />
        <Choice
          label={t('journal.filters.timeLabel')}
          value={span}
          options={times.map((value) => ({ value, text: t(`journal.filters.time.${value}`) }))}
          onChoose={onSpan}
        />
      </div>
    </>
  );
}

interface ChoiceProps<V extends string> {
  readonly label: string;
  readonly value: V;
  readonly options: readonly { readonly value: V; readonly text: string }[];
  onChoose(value: V): void;
}

function Choice<V extends string>({ label, value, options, onChoose }: ChoiceProps<V>) {
  const id = useId();
  return (
    <span className="flex max-w-31 min-w-0 *:[select]:min-w-0">
      <label htmlFor={id} className="sr-only">
        {label}
      </label>
      <Select id={id} value={value} options={options} onChoose={onChoose} />
    </span>
  );
}

/** Each once, and the chosen one whatever is loaded. */
const names = (found: readonly string[], chosen: string): string[] =>
  [...new Set([...found, chosen])].filter((name) => name !== '').sort((one, other) => one.localeCompare(other));

/** The beginning of a span, in ms since the epoch. */
export function sinceOf(span: Span, now: number): number | null {
  if (span === 'any') return null;
  const midnight = new Date(now).setHours(0, 0, 0, 0);
  return midnight - { today: 0, week: 6, month: 29 }[span] * 86_400_000;
}
