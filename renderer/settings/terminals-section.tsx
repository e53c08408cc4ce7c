import { useTranslation } from 'react-i18next';
import { NumberSetting, TextSetting } from './setting-controls.tsx';
import { SettingGroup } from './setting-parts.tsx';

/** How terminals look here, how many agents may have, how long idle ones stay, and how fast they open. */
export function TerminalsSection() {
  const { t } = useTranslation();
  return (
    <>
      <SettingGroup title={t('setting.group.text')}>
        <TextSetting name="terminals.fontFamily" placeholder={t('setting.bundledFont')} />
        <NumberSetting name="terminals.fontSize" />
        <NumberSetting name="terminals.scrollback" />
      </SettingGroup>
      <SettingGroup title={t('setting.group.limits')}>
        <NumberSetting name="terminals.perAgent" />
        <NumberSetting name="terminals.inAll" />
        <NumberSetting name="terminals.idleMinutes" />
        <NumberSetting name="openingPacing.atOnce" />
        <NumberSetting name="openingPacing.perMinute" />
      </SettingGroup>
      <SettingGroup title={t('setting.group.sessions')}>
        <NumberSetting name="keepAliveWhileIdleMinutes" />
      </SettingGroup>
    </>
  );
}
