import { RotateCcw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useWindow } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { useRecorded } from './use-recordings.ts';

/** For a terminal that ended and was recorded; nothing for others. */
export function ReplayButton({ terminalId, ended }: { readonly terminalId: string; readonly ended: boolean }) {
  const { t } = useTranslation();
  const replay = useWindow((state) => state.replay);
  const recorded = useRecorded(terminalId);
  if (!ended || !recorded) return null;
  return (
    <Button onClick={() => replay(terminalId)}>
      <RotateCcw size={14} strokeWidth={2.25} />
      {t('replay.replay')}
    </Button>
  );
}
