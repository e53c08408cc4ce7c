import { useTranslation } from 'react-i18next';
import { useAction } from '../state/use-action.ts';
import { useApp } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { SettingGroup, SettingRow } from './setting-parts.tsx';

export function KeychainSection() {
  const { t } = useTranslation();
  const vault = useApp((app) => app.vault);
  const unlock = useAction('vault.unlock');
  const memory = vault.state === 'memory-only' ? ` ${t(`banner.${vault.why}`)}` : '';
  return (
    <SettingGroup>
      <SettingRow
        title={t('settings.vault')}
        text={`${t(`settings.${vault.state}`)}${memory}`}
        problem={unlock.problem}
      >
        {vault.why === 'locked' ? (
          <Button disabled={unlock.busy} onClick={() => void unlock.run({})}>
            {t('banner.unlock')}
          </Button>
        ) : null}
      </SettingRow>
    </SettingGroup>
  );
}
