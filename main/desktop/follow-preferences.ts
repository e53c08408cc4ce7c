import { nativeTheme } from 'electron';
import type { SettingName, SettingValues } from '../../preload/contract-setting-list.ts';
import type { Preferences } from '../settings/preferences.ts';

export interface FollowPreferencesPorts {
  readonly preferences: Preferences;
  /** By setting: what has to be done when it changes. */
  readonly effects: Readonly<Partial<Record<SettingName, () => void>>>;
  /** After it, whatever changed. */
  readonly onChange: (values: SettingValues) => void;
}

/** Does at once what the person chooses. Returns how to stop. */
export function followPreferences({ preferences, effects, onChange }: FollowPreferencesPorts): () => void {
  const theme = () => {
    nativeTheme.themeSource = preferences.get('theme');
  };
  theme();
  return preferences.on('did-change', ({ name }) => {
    if (name === 'theme') theme();
    effects[name]?.();
    onChange(preferences.all());
  });
}
