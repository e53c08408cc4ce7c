import { useTranslation } from 'react-i18next';
import { SettingGroup, SettingRow } from './setting-parts.tsx';

export function AppearanceSection() {
  const { t } = useTranslation();
  return (
    <SettingGroup>
      <SettingRow title={t('settings.language')} text={t('settings.languageText')} />
    </SettingGroup>
  );
}
