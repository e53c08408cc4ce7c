import type { Settings } from './settings.ts';
import type { SettingsStore } from './settings-store.ts';

type StoredKey = Settings['accessKeys'][string];

/** The durable REST keys in the settings file, by site. */
export function keySettings(settings: SettingsStore) {
  return {
    stored: (siteId: string): StoredKey | undefined => settings.get().accessKeys[siteId],
    store(siteId: string, key: StoredKey | null): void {
      const { accessKeys, sites } = settings.get();
      // A practice site is gone at the next start, its key with it.
      const kept = Object.entries(accessKeys).filter(([id]) => id !== siteId && sites.some((site) => site.id === id));
      settings.update({ accessKeys: Object.fromEntries(key ? [...kept, [siteId, key]] : kept) });
    },
  };
}
