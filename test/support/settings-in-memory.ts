import { SettingsStore } from '../../main/settings/settings-store.ts';

/** The settings of a file that is only remembered; opened again they are read from its text. */
export function settingsInMemory(stored: Record<string, unknown> | string = {}) {
  let text: string | undefined = typeof stored === 'string' ? stored : JSON.stringify(stored, null, 2);
  const notices: string[] = [];
  const inChinese: string[] = [];
  let writes = 0;
  const open = () =>
    new SettingsStore({
      file: 'settings.json',
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
      onNotice: ({ en, 'zh-CN': zh }) => {
        notices.push(en);
        inChinese.push(zh);
      },
    });
  return {
    open,
    notices,
    inChinese,
    writes: () => writes,
    written: (): unknown => (text === undefined ? undefined : JSON.parse(text)),
  };
}
