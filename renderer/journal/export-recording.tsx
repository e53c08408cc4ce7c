import { useTranslation } from 'react-i18next';
import type { JournalRow } from '../../preload/contract-journal.ts';
import { useWindow } from '../state/window-context.tsx';
import { RowMenuItem } from '../ui/row-menu.tsx';

/** The recording that the chosen entries are of; null where they are of none, or of several terminals. */
export function useRecordingOf(rows: readonly JournalRow[], chosen: ReadonlySet<string>): string | null {
  const recorded = useWindow((state) => state.recorded);
  const ids = new Set(rows.filter(({ id }) => chosen.has(id)).map(({ terminalId }) => terminalId));
  const [id = null] = ids.size === 1 ? ids : [];
  return recorded?.some((one) => one.id === id) ? id : null;
}

interface ExportRecordingProps {
  readonly recording: string | null;
  onSave(id: string): void;
}

/** Saves what the terminal of the chosen entries printed. */
export function ExportRecording({ recording, onSave }: ExportRecordingProps) {
  const { t } = useTranslation();
  if (recording === null) return null;
  return <RowMenuItem onSelect={() => onSave(recording)}>{t('replay.exportItem')}</RowMenuItem>;
}
