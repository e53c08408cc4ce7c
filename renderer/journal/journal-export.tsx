import { DropdownMenu } from 'radix-ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JournalFilter, JournalRow } from '../../preload/contract-journal.ts';
import type { Problem } from '../state/use-action.ts';
import { useParts } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { ProblemLine } from '../ui/problem-line.tsx';
import { RowMenuItem } from '../ui/row-menu.tsx';
import { ExportRecording, useRecordingOf } from './export-recording.tsx';

interface JournalExportProps {
  readonly filter: JournalFilter;
  readonly rows: readonly JournalRow[];
  readonly chosen: ReadonlySet<string>;
  readonly disabled: boolean;
}

const formats = ['json', 'markdown'] as const;

/** The chosen rows, or all that the filter finds, as a file where the person wants it. */
export function JournalExport({ filter, rows, chosen, disabled }: JournalExportProps) {
  const { t } = useTranslation();
  const { api } = useParts();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const recording = useRecordingOf(rows, chosen);
  const saveRecording = async (id: string) => {
    setProblem(null);
    setDone(null);
    const answer = await api.ask('recordings.export', { id });
    if (!answer.ok) setProblem(answer);
    else if (answer.saved) setDone(t('replay.saved'));
  };
  const save = async (format: (typeof formats)[number]) => {
    setProblem(null);
    setDone(null);
    const what = chosen.size > 0 ? { ids: [...chosen] } : { filter };
    const answer = await api.ask('journal.export', { format, what });
    if (!answer.ok) setProblem(answer);
    else if (answer.saved) setDone(t('journal.export.done', { count: answer.entries }));
  };
  return (
    <>
      <ProblemLine problem={problem} />
      <span role="status" className="text-small text-ink-3">
        {done}
      </span>
      <DropdownMenu.Root modal={false}>
        <DropdownMenu.Trigger asChild disabled={disabled}>
          <Button look="ghost">{t('journal.export.button')}</Button>
        </DropdownMenu.Trigger>
        <DropdownMenu.Portal>
          <DropdownMenu.Content
            align="end"
            sideOffset={4}
            className="z-10 grid w-56 gap-px rounded-card border border-line-strong bg-card p-1 shadow-raised"
          >
            <DropdownMenu.Label className="px-2 pt-1 pb-1.5 text-small text-ink-3">
              {chosen.size > 0 ? t('journal.export.chosen', { count: chosen.size }) : t('journal.export.found')}
            </DropdownMenu.Label>
            {formats.map((format) => (
              <RowMenuItem key={format} onSelect={() => void save(format)}>
                {t(`journal.export.${format}`)}
              </RowMenuItem>
            ))}
            <ExportRecording recording={recording} onSave={(id) => void saveRecording(id)} />
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu.Root>
    </>
  );
}
