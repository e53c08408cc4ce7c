import { useTranslation } from 'react-i18next';
import type { RunView, TerminalView } from '../../preload/contract.ts';
import { useNow } from '../state/use-now.ts';
import { classNames } from '../ui/class-names.ts';
import { StateShape } from '../ui/state-shape.tsx';
import { runHealth } from '../view/terminal-health.ts';
import { clockTime } from '../view/time-left.ts';
import { timeOfDay, useRunWords } from '../wall/use-state-words.ts';

interface RunListProps {
  readonly terminal: TerminalView;
  readonly current: string | null;
  onChoose(runId: string): void;
}

/** What ran here, newest first; each leads to its place in the terminal. */
export function RunList({ terminal, current, onChoose }: RunListProps) {
  const { t } = useTranslation();
  const runs = terminal.runs.toReversed();
  return (
    <aside aria-label={t('terminal.runs')} className="flex min-h-0 flex-col px-2 py-3">
      <h2 className="flex shrink-0 justify-between px-2 pb-2 text-small leading-5 font-medium text-ink-3">
        {t('terminal.runs')}
        <span>{runs.length}</span>
      </h2>
      {runs.length === 0 ? <p className="px-2 text-small text-ink-3">{t('terminal.noRuns')}</p> : null}
      <ol className="min-h-0 flex-1 scroll-quiet">
        {runs.map((run) => (
          <Run key={run.id} run={run} current={run.id === current} onChoose={onChoose} />
        ))}
      </ol>
      {terminal.marks || terminal.state.kind === 'opening' ? null : (
        <p className="px-2 pt-2 text-small text-ink-3">{t('terminal.noMarks')}</p>
      )}
    </aside>
  );
}

interface RunProps {
  readonly run: RunView;
  readonly current: boolean;
  onChoose(runId: string): void;
}

function Run({ run, current, onChoose }: RunProps) {
  const { t, i18n } = useTranslation();
  const words = useRunWords();
  const { shape, tone } = runHealth(run);
  const going = run.durationMs === null && run.outcome !== 'refused';
  const now = useNow(going ? 1000 : null);
  const how = words(run);
  return (
    <li>
      <button
        type="button"
        aria-current={current ? 'true' : undefined}
        className={classNames(
          'grid w-full grid-cols-[16px_minmax(0,1fr)] gap-x-2 rounded-control px-2 py-1.25 text-left outline-offset-[-2px]',
          run.byPerson ? 'bg-drive-bg' : current ? 'bg-hover' : 'hover:bg-hover',
          current && run.byPerson && 'ring-1 ring-drive-line ring-inset',
        )}
        title={run.text === '' ? run.command : `${run.command}\n${run.text}`}
        onClick={() => onChoose(run.id)}
      >
        <span className="pt-[3px]">
          <StateShape shape={shape} tone={tone} small />
        </span>
        <span className="truncate mono leading-[18px]">{run.command}</span>
        <span className="col-start-2 flex gap-1.5 text-small whitespace-nowrap text-ink-3">
          <span className="min-w-0 truncate">
            {run.byPerson ? <span className="text-drive">{t('hand.you')} · </span> : null}
            {how}
            {going ? ` · ${clockTime(now - run.startedAt)}` : ''}
          </span>
          <span className="ml-auto shrink-0 pl-1">{timeOfDay(run.startedAt, i18n.language)}</span>
        </span>
      </button>
    </li>
  );
}
