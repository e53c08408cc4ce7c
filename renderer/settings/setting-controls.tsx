import { useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type SettingOf, settingList } from '../../preload/contract-setting-list.ts';
import { Segments } from '../ui/segments.tsx';
import { Switch } from '../ui/switch.tsx';
import { TextField } from '../ui/text-field.tsx';
import { SettingRow } from './setting-parts.tsx';
import { useSetting } from './use-setting.ts';

/** A row for a whole number. Taken on Enter and when the field is left; what is wrong stays in it, with the range. */
export function NumberSetting({ name }: { readonly name: SettingOf<'number'> }) {
  const { t } = useTranslation();
  const { value, variable, problem, change } = useSetting(name);
  const { min, max } = settingList[name];
  const id = useId();
  const range = variable === null ? t('setting.range', { min, max }) : t('setting.fromEnvironment', { variable });
  const [typed, setTyped] = useTyped(String(value));
  return (
    <SettingRow
      title={t(`setting.of.${name}.title`)}
      text={t('setting.join', { first: t(`setting.of.${name}.text`), second: range })}
      labels={id}
      problem={problem && { ...problem, message: t('setting.notUsed', { typed: typed.trim() }) }}
    >
      <TextField
        id={id}
        numeric
        value={typed}
        disabled={variable !== null}
        invalid={problem !== null}
        onType={setTyped}
        onDone={() => {
          if (typed.trim() !== String(value)) change(typed);
        }}
        className="w-20 text-right"
      />
    </SettingRow>
  );
}

interface TextSettingProps {
  readonly name: SettingOf<'text'>;
  /** Stands in the field while it is empty. */
  readonly placeholder: string;
}

export function TextSetting({ name, placeholder }: TextSettingProps) {
  const { t } = useTranslation();
  const { value, problem, change } = useSetting(name);
  const id = useId();
  const [typed, setTyped] = useTyped(value);
  return (
    <SettingRow
      title={t(`setting.of.${name}.title`)}
      text={t(`setting.of.${name}.text`)}
      labels={id}
      problem={problem && { ...problem, message: t('setting.notUsed', { typed: typed.trim() }) }}
    >
      <TextField
        id={id}
        value={typed}
        placeholder={placeholder}
        invalid={problem !== null}
        onType={setTyped}
        onDone={() => {
          if (typed.trim() !== value) change(typed);
        }}
        className="w-56"
      />
    </SettingRow>
  );
}

export function SwitchSetting({ name }: { readonly name: SettingOf<'switch'> }) {
  const { t } = useTranslation();
  const { value, problem, change } = useSetting(name);
  const id = useId();
  return (
    <SettingRow title={t(`setting.of.${name}.title`)} text={t(`setting.of.${name}.text`)} labels={id} problem={problem}>
      <Switch id={id} on={value} onSwitch={change} />
    </SettingRow>
  );
}

interface ChoiceSettingProps<N extends SettingOf<'choice'>> {
  readonly name: N;
  readonly options: readonly { readonly value: (typeof settingList)[N]['options'][number]; readonly text: string }[];
}

/** The words of the options are the caller's: each setting has its own. */
export function ChoiceSetting<N extends SettingOf<'choice'>>({ name, options }: ChoiceSettingProps<N>) {
  const { t } = useTranslation();
  const { value, problem, change } = useSetting<SettingOf<'choice'>>(name);
  const title = t(`setting.of.${name as SettingOf<'choice'>}.title`);
  return (
    <SettingRow title={title} text={t(`setting.of.${name as SettingOf<'choice'>}.text`)} problem={problem}>
      <Segments<string> label={title} value={value} options={options} onChoose={change} />
    </SettingRow>
  );
}

/** What is in the field: follows the setting, keeps what is being typed. */
function useTyped(value: string) {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  return [typed, setTyped] as const;
}
