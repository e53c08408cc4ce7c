import { SettingsStore } from '../../main/settings/settings-store.ts';

/** The settings of a file that is only remembered; opened again they are read from its text. */
export function settingsInMemory(stored: Record<string, unknown> | string = {}) {
  let text: string | undefined = typeof stored === 'string' ? stored : JSON.stringify(stored, null, 2);
  const notices: string[] = [];
  let writes = 0;
  const open = () =>
    new SettingsStore({
      file: '/home/a/settings.json',
      read: () => text,
      write(value) {
        text = JSON.stringify(value, null, 2);
        writes += 1;
        return null;
      },
      keepAside() {
        text = undefined;
        return '/home/a/settings.unreadable.json';
      },
      onNotice: (notice) => notices.push(notice),
    });
  return {
    open,
    notices,
    writes: () => writes,
    written: (): unknown => (text === undefined ? undefined : JSON.parse(text)),
  };
}
