import { useTranslation } from 'react-i18next';
import { useApp } from '../state/window-context.tsx';
import { ChoiceSetting, SwitchSetting } from './setting-controls.tsx';
import { SettingGroup } from './setting-parts.tsx';

export function NotificationsSection() {
  const { t } = useTranslation();
  const tray = useApp((app) => app.desktop.tray);
  return (
    <>
      <SettingGroup title={t('setting.group.notify')}>
        <SwitchSetting name="notifications.requests" />
        <SwitchSetting name="notifications.expiry" />
        <SwitchSetting name="notifications.ended" />
      </SettingGroup>
      <SettingGroup
        title={t('setting.group.running')}
        {...(tray === 'absent' ? { text: t('setting.group.noTray') } : {})}
      >
        <ChoiceSetting
          name="window.onClose"
          options={[
            { value: 'ask', text: t('setting.of.window.onClose.options.ask') },
            { value: 'keep', text: t('setting.of.window.onClose.options.keep') },
            { value: 'quit', text: t('setting.of.window.onClose.options.quit') },
          ]}
        />
        <SwitchSetting name="window.autostart" />
      </SettingGroup>
    </>
  );
}
