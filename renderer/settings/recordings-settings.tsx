import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../state/use-action.ts';
import { useApp, useParts, useWindow } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { useByteSize } from '../ui/use-byte-size.ts';
import { NumberSetting, SwitchSetting } from './setting-controls.tsx';
import { SettingGroup, SettingRow } from './setting-parts.tsx';

/** Whether terminals are recorded, how much is kept, and away with it all. */
export function RecordingsSettings() {
  const { t } = useTranslation();
  const state = useApp((app) => app.recordings);
  const why =
    state.kind === 'no-keychain'
      ? t('replay.why.no-keychain')
      : state.kind === 'failed'
        ? t('replay.settings.failed', { message: state.message })
        : undefined;
  return (
    <SettingGroup title={t('replay.settings.title')} {...(why === undefined ? {} : { text: why })}>
      <SwitchSetting name="recordings.on" />
      <NumberSetting name="recordings.days" />
      <NumberSetting name="recordings.totalMb" />
      <NumberSetting name="recordings.terminalMb" />
      <Kept />
    </SettingGroup>
  );
}

function Kept() {
  const { t } = useTranslation();
  const { api } = useParts();
  const size = useByteSize();
  const recorded = useWindow((state) => state.recorded) ?? [];
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const remove = async () => {
    setBusy(true);
    const answer = await api.ask('recordings.delete', { id: null });
    setBusy(false);
    if (answer.ok) setAsking(false);
    else setProblem(answer);
  };
  const bytes = recorded.reduce((sum, row) => sum + row.bytes, 0);
  return (
    <SettingRow
      title={t('replay.settings.kept')}
      text={t(recorded.length === 1 ? 'replay.settings.sizeOne' : 'replay.settings.size', {
        count: recorded.length,
        size: size(bytes),
      })}
    >
      <Button disabled={recorded.every(({ live }) => live)} onClick={() => setAsking(true)}>
        {t('replay.settings.deleteAll')}
      </Button>
      <ConfirmDialog
        open={asking}
        title={t('replay.settings.deleteAllAsk')}
        text={t('replay.settings.deleteAllWhat')}
        doText={t('replay.settings.deleteAll')}
        busy={busy}
        problem={problem}
        onCancel={() => setAsking(false)}
        onDo={() => void remove()}
      />
    </SettingRow>
  );
}
