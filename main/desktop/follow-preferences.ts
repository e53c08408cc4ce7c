import { Menu, nativeTheme } from 'electron';
import type { AppState } from '../../preload/contract.ts';
import type { SettingName, SettingValues } from '../../preload/contract-setting-list.ts';
import type { Preferences } from '../settings/preferences.ts';
import { appMenu } from './app-menu.ts';

export interface FollowPreferencesPorts {
  readonly preferences: Preferences;
  readonly locale: () => AppState['locale'];
  readonly quit: () => void;
  /** By setting: what has to be done when it changes. */
  readonly effects: Readonly<Partial<Record<SettingName, () => void>>>;
  /** After it, whatever changed. */
  readonly onChange: (values: SettingValues) => void;
}

/** Does at once what the person chooses. Returns how to stop. */
export function followPreferences({
  preferences,
  locale,
  quit,
  effects,
  onChange,
}: FollowPreferencesPorts): () => void {
  const theme = () => {
    nativeTheme.themeSource = preferences.get('theme');
  };
  const menu = () => Menu.setApplicationMenu(Menu.buildFromTemplate(appMenu(locale(), process.platform, quit)));
  theme();
  menu();
  return preferences.on('did-change', ({ name }) => {
    if (name === 'theme') theme();
    if (name === 'language') menu();
    effects[name]?.();
    onChange(preferences.all());
  });
}
