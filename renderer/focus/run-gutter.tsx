import { useTranslation } from 'react-i18next';
import type { RunView } from '../../preload/contract.ts';
import { classNames } from '../ui/class-names.ts';
import { StateShape } from '../ui/state-shape.tsx';
import type { RunPlace } from '../view/run-places.ts';
import { runHealth } from '../view/terminal-health.ts';
import { useRunWords } from '../wall/use-state-words.ts';

interface RunGutterProps {
  readonly runs: readonly RunView[];
  /** The runs that the frame shows, and where. */
  readonly places: readonly RunPlace[];
  readonly lineHeight: number;
  readonly current: string | null;
  onChoose(runId: string): void;
}

/** Beside each command how it ended: its shape at the left, exit code and time at the right; a bar along the chosen one's output. */
export function RunGutter({ runs, places, lineHeight, current, onChoose }: RunGutterProps) {
  const { t } = useTranslation();
  const words = useRunWords();
  const byId = new Map(runs.map((run) => [run.id, run]));
  const shown = places.flatMap((place) => {
    const run = byId.get(place.id);
    return run ? [{ ...place, run, how: words(run), ...runHealth(run) }] : [];
  });
  const height = { height: lineHeight };
  return (
    <>
      <div data-testid="run-gutter" className="absolute inset-y-3 left-0 w-9 overflow-hidden">
        {shown.map(({ id, run, top, bottom, how, shape, tone }) => (
          <div key={id}>
            {id === current ? (
              <span
                aria-hidden="true"
                className={classNames('absolute left-1 w-0.5 rounded-full', run.byPerson ? 'bg-drive' : 'bg-accent')}
                style={{ top, height: bottom - top }}
              />
            ) : null}
            <button
              type="button"
              tabIndex={-1}
              data-run={id}
              aria-label={t('focus.runAt', { command: run.command, how })}
              title={`${run.command}\n${how}`}
              className="absolute right-0 left-2 grid place-items-center rounded-control hover:bg-hover"
              style={{ top, ...height }}
              onClick={() => onChoose(id)}
            >
              <StateShape shape={shape} tone={tone} small />
            </button>
          </div>
        ))}
      </div>
      <div aria-hidden="true" className="pointer-events-none absolute inset-y-3 right-9 left-9 overflow-hidden">
        {shown.map(({ id, top, how, tone }) => (
          <span
            key={id}
            className={classNames(
              'absolute right-0 flex items-center bg-linear-to-r from-transparent to-term to-[24px] pl-8 text-small whitespace-nowrap',
              tone === 'ended' ? 'text-ended' : 'text-ink-3',
            )}
            style={{ top, ...height }}
          >
            {how}
          </span>
        ))}
      </div>
    </>
  );
}
