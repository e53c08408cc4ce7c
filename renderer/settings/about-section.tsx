import { useTranslation } from 'react-i18next';
import type { Argument } from '../../preload/contract.ts';
import { useAction } from '../state/use-action.ts';
import { useApp } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { StatePill } from '../ui/state-pill.tsx';
import { diagnostics } from '../view/diagnostics.ts';
import { SettingGroup, SettingRow } from './setting-parts.tsx';

const folders = ['settings', 'journal', 'logs'] as const satisfies readonly Argument<'folder.open'>['which'][];

export function AboutSection() {
  const { t } = useTranslation();
  const version = useApp((app) => app.version);
  const runtime = useApp((app) => app.runtime);
  const report = useApp((app) => diagnostics(app, navigator.platform));
  return (
    <>
      <SettingGroup>
        <SettingRow title={`Drawbridge ${version}`} text={t('setting.about.licence')} />
        <SettingRow
          title={`Electron ${runtime.electron}`}
          {...(runtime.testRuntime ? { text: t('setting.about.testRuntime') } : {})}
        >
          {runtime.testRuntime ? (
            <StatePill health={{ shape: 'triangle', tone: 'needs' }}>{t('settings.testRuntime')}</StatePill>
          ) : null}
        </SettingRow>
        <SettingRow title={t('setting.about.diagnostics')} text={t('setting.about.diagnosticsText')}>
          <CopyButton text={report} what={t('setting.about.diagnostics')} />
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
