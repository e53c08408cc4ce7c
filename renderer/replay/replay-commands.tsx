import { useTranslation } from 'react-i18next';
import { classNames } from '../ui/class-names.ts';
import { clockTime } from '../view/time-left.ts';
import type { PlayedCommand } from './recorded-source.ts';

interface ReplayCommandsProps {
  readonly commands: readonly PlayedCommand[];
  readonly position: number;
  onChoose(at: number): void;
}

/** What ran while it was recorded; each leads to its moment. */
export function ReplayCommands({ commands, position, onChoose }: ReplayCommandsProps) {
  const { t } = useTranslation();
  const current = commands.findLastIndex(({ at }) => at <= position);
  return (
    <aside aria-label={t('terminal.runs')} className="flex min-h-0 flex-col px-2 py-3">
      <h2 className="flex shrink-0 justify-between px-2 pb-2 text-small leading-5 font-medium text-ink-3">
        {t('terminal.runs')}
        <span>{commands.length}</span>
      </h2>
      {commands.length === 0 ? <p className="px-2 text-small text-ink-3">{t('replay.noCommands')}</p> : null}
      <ol className="min-h-0 flex-1 scroll-quiet">
        {commands.map(({ at, command }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same command may run twice at one moment, and none moves
          <li key={index}>
            <button
              type="button"
              aria-current={index === current ? 'true' : undefined}
              title={command}
              className={classNames(
                'flex w-full items-baseline gap-2 rounded-control px-2 py-1.25 text-left outline-offset-[-2px]',
                index === current ? 'bg-hover' : 'hover:bg-hover',
              )}
              onClick={() => onChoose(at)}
            >
              <span className="min-w-0 flex-1 truncate mono leading-[18px]">{command}</span>
              <span className="shrink-0 text-small text-ink-3 tabular-nums">{clockTime(at * 1000)}</span>
            </button>
          </li>
        ))}
      </ol>
    </aside>
  );
}
