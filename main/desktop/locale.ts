import { app } from 'electron';
import type { AppState } from '../../preload/contract.ts';
import type { SettingValue } from '../../preload/contract-setting-list.ts';

/** The language of all texts: the chosen one, or what the system speaks where we do. */
export function localeOf(chosen: SettingValue<'language'>): AppState['locale'] {
  if (chosen !== 'system') return chosen;
  return app.getLocale().startsWith('zh') ? 'zh-CN' : 'en';
}
