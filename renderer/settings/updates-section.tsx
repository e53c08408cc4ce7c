import { useTranslation } from 'react-i18next';
import { useApp } from '../state/window-context.tsx';
import { SettingGroup, SettingRow } from './setting-parts.tsx';

/** Honest: nothing looks for updates yet. */
export function UpdatesSection() {
  const { t } = useTranslation();
  const version = useApp((app) => app.version);
  return (
    <SettingGroup text={t('setting.updates.journal')}>
      <SettingRow title={t('setting.updates.now', { version })} text={t('setting.updates.none')} />
      <SettingRow title={t('setting.updates.how')} text={t('setting.updates.howText')} />
    </SettingGroup>
  );
}
