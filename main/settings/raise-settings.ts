import type { SettingsStore } from './settings-store.ts';

interface StoredRaise {
  readonly raised: boolean;
  readonly since: number | null;
  readonly mac: string;
}

/** How the person left the bridge, in the settings file. */
export function storedRaise(settings: Pick<SettingsStore, 'get'>): StoredRaise {
  const { raised, raisedSince, raisedMac } = settings.get();
  return { raised, since: raisedSince, mac: raisedMac };
}

export function storeRaise(settings: Pick<SettingsStore, 'update'>, { raised, since, mac }: StoredRaise): void {
  settings.update({ raised, raisedSince: since, raisedMac: mac });
}
