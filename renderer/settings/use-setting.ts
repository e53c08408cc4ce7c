import { useTranslation } from 'react-i18next';
import {
  type SettingDefinition,
  type SettingName,
  type SettingValue,
  settingList,
} from '../../preload/contract-setting-list.ts';
import { type Problem, useAction } from '../state/use-action.ts';
import { useApp } from '../state/window-context.tsx';

export interface Setting<N extends SettingName> {
  readonly value: SettingValue<N>;
  /** The environment variable that says it; null where the person may change it here. */
  readonly variable: string | null;
  /** What is wrong with what was typed last, in the window's language. */
  readonly problem: Problem | null;
  change(value: string | number | boolean): void;
}

/** One setting of the list, followed and changed. Saved at once; main decides what is taken. */
export function useSetting<N extends SettingName>(name: N): Setting<N> {
  const { t } = useTranslation();
  const value = useApp((app): SettingValue<N> => app.settings[name]);
  const variable = useApp((app) => app.settingsFromEnvironment[name] ?? null);
  const action = useAction('settings.change');
  const definition: SettingDefinition = settingList[name];
  const { problem } = action;
  const ours = (found: Problem): Problem => {
    if (found.code !== 'bad-argument' || variable !== null) return found;
    switch (definition.kind) {
      case 'number':
        return { ...found, code: '', nextStep: t('setting.give.number', { min: definition.min, max: definition.max }) };
      case 'text':
        return { ...found, code: '', nextStep: t('setting.give.text', { max: definition.maxLength }) };
      default:
        return found;
    }
  };
  return {
    value,
    variable,
    problem: problem && ours(problem),
    change: (typed) => void action.run({ name, value: typed }),
  };
}
