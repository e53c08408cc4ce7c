import { useEffect } from 'react';
import { useParts, useWindow } from '../state/window-context.tsx';

/** Opens the settings page where the tray wants it, and says that it did. */
export function useSettingsLink(): void {
  const { api, store } = useParts();
  const wanted = useWindow(({ app }) => app?.settingsWanted ?? null);
  useEffect(() => {
    if (wanted === null) return;
    store.getState().openSettings(wanted);
    // Only a window that is gone leaves it standing, and the next one then opens there.
    api.ask('settings.shown', {}).catch(() => {});
  }, [api, store, wanted]);
}
