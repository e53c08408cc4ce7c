import { useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TerminalSettingView } from '../../preload/contract.ts';
import { useAction } from '../state/use-action.ts';
import { useApp } from '../state/window-context.tsx';
import { SettingGroup, SettingRow } from './setting-parts.tsx';

/** How many terminals agents may have, how long idle ones stay, and how fast they open. */
export function TerminalsSection() {
  const { t } = useTranslation();
  const settings = useApp((app) => app.terminalSettings);
  return (
    <SettingGroup title={t('settings.terminals.ofAgents')}>
      {settings.map((setting) => (
        <TerminalSetting key={setting.name} setting={setting} />
      ))}
    </SettingGroup>
  );
}

function TerminalSetting({ setting }: { readonly setting: TerminalSettingView }) {
  const { t } = useTranslation();
  const change = useAction('settings.terminals');
  const id = useId();
  const { name, value, min, max, variable } = setting;
  const [typed, setTyped] = useState(String(value));
  useEffect(() => setTyped(String(value)), [value]);
  const save = () => {
    if (typed.trim() !== String(value)) void change.run({ name, value: typed });
  };
  const range =
    variable === null
      ? t('settings.terminals.range', { min, max })
      : t('settings.terminals.fromEnvironment', { variable });
  return (
    <SettingRow
      title={t(`settings.terminals.${name}`)}
      text={`${t(`settings.terminals.${name}Text`)} ${range}`}
      labels={id}
      problem={change.problem}
    >
      <input
        id={id}
        type="text"
        inputMode="numeric"
        value={typed}
        maxLength={40}
        disabled={variable !== null}
        aria-invalid={change.problem !== null}
        onChange={({ target }) => setTyped(target.value)}
        onBlur={save}
        onKeyDown={({ key }) => {
          if (key === 'Enter') save();
        }}
        className="h-7 w-20 rounded-control border border-line-strong bg-inset px-2 text-right text-ink disabled:text-ink-3"
      />
    </SettingRow>
  );
}
