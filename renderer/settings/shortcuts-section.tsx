import { useTranslation } from 'react-i18next';
import { useApp } from '../state/window-context.tsx';
import { ALLOW_KEYS, KeyHint } from '../ui/key-hint.tsx';
import { StatePill } from '../ui/state-pill.tsx';
import { SettingGroup, SettingRow } from './setting-parts.tsx';
import { ShortcutRecorder } from './shortcut-recorder.tsx';
import { useSetting } from './use-setting.ts';

export function ShortcutsSection() {
  const { t } = useTranslation();
  const { value, problem, change } = useSetting('shortcuts.raise');
  const state = useApp((app) => app.desktop.raiseShortcut);
  return (
    <>
      <SettingGroup title={t('setting.shortcut.everywhere')}>
        <SettingRow
          title={t('setting.of.shortcuts.raise.title')}
          text={state === 'taken' ? t('setting.shortcut.taken') : t('setting.of.shortcuts.raise.text')}
          problem={
            // The recorder gives nothing that is no keys: what is refused is taken.
            problem && { ...problem, message: t('setting.shortcut.belongs'), nextStep: t('setting.shortcut.other') }
          }
        >
          {state === 'taken' && problem === null ? (
            <StatePill health={{ shape: 'triangle', tone: 'needs' }}>{t('setting.shortcut.notHeld')}</StatePill>
          ) : null}
          <ShortcutRecorder label={t('setting.of.shortcuts.raise.title')} keys={value} onRecord={change} />
        </SettingRow>
      </SettingGroup>
      <SettingGroup title={t('setting.shortcut.inWindow')}>
        <SettingRow title={t('setting.shortcut.allow')}>
          <span className="pr-2">
            <KeyHint>{ALLOW_KEYS}</KeyHint>
          </span>
        </SettingRow>
      </SettingGroup>
    </>
  );
}
