import { useTranslation } from 'react-i18next';
import type { JournalRow } from '../../preload/contract-journal.ts';
import { momentOf } from '../replay/replay-moment.ts';
import { useRecorded } from '../replay/use-recordings.ts';
import { useApp, useWindow } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { useOutcomeWords } from './use-outcome-words.ts';

const whys = [
  ...(['first', 'older-version', 'no-keychain', 'torn'] as const),
  ...(['key-lost', 'head-lost', 'not-ours', 'tail-missing'] as const),
];

/** Everything that an entry says. */
export function JournalDetail({ row }: { readonly row: JournalRow }) {
  const { t, i18n } = useTranslation();
  const words = useOutcomeWords();
  const live = useApp((app) => app.terminals.some(({ id }) => id === row.terminalId));
  const focus = useWindow((state) => state.focus);
  const replay = useWindow((state) => state.replay);
  const recorded = useRecorded(row.terminalId);
  const when = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'full', timeStyle: 'medium' }).format(row.at);
  const bytes = new Intl.NumberFormat(i18n.language, { style: 'unit', unit: 'byte', unitDisplay: 'long' });
  const why = row.kind === 'journal-began' ? whys.find((known) => known === row.reason) : undefined;
  const facts: readonly (readonly [string, string | null])[] = [
    [t('journal.detail.at'), when],
    [t('journal.detail.who'), row.who === 'person' ? t('journal.person') : row.who],
    [t('journal.detail.site'), row.site],
    [t('journal.detail.target'), row.target],
    [t('journal.detail.outcome'), words(row)],
    [t('journal.detail.user'), row.user],
    [t('journal.detail.cwd'), row.cwd],
    [t('journal.detail.output'), row.outputBytes === null ? null : bytes.format(row.outputBytes)],
    [t('journal.detail.reason'), why === undefined ? row.reason : t(`journal.why.${why}`)],
    [t('journal.detail.session'), row.jumpserverSessionId],
    [t('journal.detail.place'), row.id],
  ];
  const { terminalId } = row;
  return (
    <section
      aria-label={t('journal.detail.label')}
      className="grid grid-cols-[minmax(0,1fr)_minmax(0,300px)] gap-4 bg-pane py-3 pr-3 pl-10"
    >
      <div className="min-w-0">
        {row.text === '' ? null : (
          <pre className="mono max-h-40 overflow-auto rounded-control border border-line bg-inset px-3 py-2 text-small whitespace-pre-wrap [overflow-wrap:anywhere] selectable">
            {row.text}
          </pre>
        )}
        <div className="mt-2 flex flex-wrap items-center gap-2">
          {row.text === '' ? null : <CopyButton text={row.text} what={t('journal.detail.copy')} />}
          {live && terminalId !== null ? (
            <Button size="small" look="ghost" onClick={() => focus(terminalId)}>
              {t('journal.detail.open')}
            </Button>
          ) : null}
          {recorded ? (
            <Button size="small" look="ghost" onClick={() => replay(terminalId, momentOf(row))}>
              {t('replay.replay')}
            </Button>
          ) : null}
        </div>
      </div>
      <dl className="grid grid-cols-[72px_minmax(0,1fr)] content-start gap-x-3 gap-y-1 text-small selectable">
        {facts.map(([name, value]) =>
          value === null || value === '' ? null : (
            <div key={name} className="contents">
              <dt className="text-ink-3">{name}</dt>
              <dd className="[overflow-wrap:anywhere]">{value}</dd>
            </div>
          ),
        )}
      </dl>
    </section>
  );
}
