import { useTranslation } from 'react-i18next';
import { ChoiceSetting } from './setting-controls.tsx';
import { SettingGroup } from './setting-parts.tsx';

export function AppearanceSection() {
  const { t } = useTranslation();
  return (
    <SettingGroup>
      <ChoiceSetting
        name="language"
        options={[
          { value: 'system', text: t('setting.of.language.options.system') },
          { value: 'en', text: t('setting.of.language.options.en') },
          { value: 'zh-CN', text: t('setting.of.language.options.zh-CN') },
        ]}
      />
      <ChoiceSetting
        name="theme"
        options={[
          { value: 'system', text: t('setting.of.theme.options.system') },
          { value: 'light', text: t('setting.of.theme.options.light') },
          { value: 'dark', text: t('setting.of.theme.options.dark') },
        ]}
      />
    </SettingGroup>
  );
}
