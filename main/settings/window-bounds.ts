import type { Settings } from './settings.ts';
import type { SettingsStore } from './settings-store.ts';

/** Where the window was, in the settings file. */
export function windowBounds(settings: SettingsStore) {
  return {
    read: () => settings.get().windowBounds,
    write(windowBounds: NonNullable<Settings['windowBounds']>): void {
      settings.update({ windowBounds });
    },
  };
}
