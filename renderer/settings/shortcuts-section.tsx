import { useTranslation } from 'react-i18next';
import { useApp } from '../state/window-context.tsx';
import { ALLOW_KEYS, APPLE, FOR_KEYS, KeyHint, PALETTE_KEYS, QUEUE_KEYS } from '../ui/key-hint.tsx';
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
        <Shortcut name="palette" keys={PALETTE_KEYS} />
        <Shortcut name="allow" keys={ALLOW_KEYS} />
        <Shortcut name="allowFor" keys={FOR_KEYS} />
        <Shortcut name="queue" keys={`${QUEUE_KEYS.previous}  ${QUEUE_KEYS.next}`} />
        <Shortcut name="find" keys={withCommand('F')} />
        <Shortcut name="runs" keys={`${withCommand('↑')}  ${withCommand('↓')}`} />
        <Shortcut name="back" keys="Esc" />
      </SettingGroup>
      <SettingGroup title={t('setting.shortcut.inReplay')}>
        <Shortcut name="play" keys={t('setting.shortcut.space')} />
        <Shortcut name="seconds" keys="←  →" />
        <Shortcut name="commands" keys="[  ]" />
      </SettingGroup>
    </>
  );
}

const withCommand = (key: string): string => (APPLE ? `⌘ ${key}` : `Ctrl ${key}`);

interface ShortcutProps {
  readonly name:
    | 'palette'
    | 'allow'
    | 'allowFor'
    | 'queue'
    | 'find'
    | 'runs'
    | 'back'
    | 'play'
    | 'seconds'
    | 'commands';
  /** Two blanks between two. */
  readonly keys: string;
}

function Shortcut({ name, keys }: ShortcutProps) {
  const { t } = useTranslation();
  return (
    <SettingRow title={t(`setting.shortcut.${name}`)}>
      <span className="flex gap-1.5 pr-2">
        {keys.split('  ').map((one) => (
          <KeyHint key={one}>{one}</KeyHint>
        ))}
      </span>
    </SettingRow>
  );
}
