import { useTranslation } from 'react-i18next';
import type { Argument } from '../../preload/contract.ts';
import { useAction } from '../state/use-action.ts';
import { useApp } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { StatePill } from '../ui/state-pill.tsx';
import { SettingGroup, SettingRow } from './setting-parts.tsx';

const folders = ['settings', 'journal', 'logs'] as const satisfies readonly Argument<'folder.open'>['which'][];

export function AboutSection() {
  const { t } = useTranslation();
  const version = useApp((app) => app.version);
  const runtime = useApp((app) => app.runtime);
  return (
    <>
      <SettingGroup>
        <SettingRow title={t('settings.version', { version, electron: runtime.electron })}>
          {runtime.testRuntime ? (
            <StatePill health={{ shape: 'triangle', tone: 'needs' }}>{t('settings.testRuntime')}</StatePill>
          ) : null}
        </SettingRow>
      </SettingGroup>
      <SettingGroup title={t('settings.folders')}>
        {folders.map((which) => (
          <Folder key={which} which={which} />
        ))}
      </SettingGroup>
    </>
  );
}

function Folder({ which }: { readonly which: (typeof folders)[number] }) {
  const { t } = useTranslation();
  const open = useAction('folder.open');
  return (
    <SettingRow title={t(`settings.${which}`)} problem={open.problem}>
      <Button
        disabled={open.busy}
        aria-label={`${t('settings.open')}: ${t(`settings.${which}`)}`}
        onClick={() => void open.run({ which })}
      >
        {t('settings.open')}
      </Button>
    </SettingRow>
  );
}
