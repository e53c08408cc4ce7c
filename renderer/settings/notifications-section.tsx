import { useTranslation } from 'react-i18next';
import { SwitchSetting } from './setting-controls.tsx';
import { SettingGroup } from './setting-parts.tsx';

export function NotificationsSection() {
  const { t } = useTranslation();
  return (
    <SettingGroup title={t('setting.group.notify')}>
      <SwitchSetting name="notifications.requests" />
      <SwitchSetting name="notifications.expiry" />
      <SwitchSetting name="notifications.ended" />
    </SettingGroup>
  );
}
