import { useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TerminalSettingView } from '../../preload/contract.ts';
import { useAction } from '../state/use-action.ts';
import { useApp } from '../state/window-context.tsx';
import { ProblemLine } from '../ui/problem-line.tsx';

/** How many terminals agents may have, how long idle ones stay, and how fast they open. */
export function TerminalSettings() {
  const settings = useApp((app) => app.terminalSettings);
  return settings.map((setting) => <TerminalSetting key={setting.name} setting={setting} />);
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
  return (
    <div className="flex min-h-11 items-center gap-3 border-line py-2 pr-2 pl-4 not-first:border-t">
      <div className="min-w-0 flex-1 selectable">
        <label htmlFor={id}>{t(`settings.terminals.${name}`)}</label>
        <p className="text-small text-ink-3">
          {t(`settings.terminals.${name}Text`)}{' '}
          {variable === null
            ? t('settings.terminals.range', { min, max })
            : t('settings.terminals.fromEnvironment', { variable })}
        </p>
        <ProblemLine problem={change.problem} />
      </div>
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
    </div>
  );
}
