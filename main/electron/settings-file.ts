import fs from 'node:fs';
import path from 'node:path';
import Store from 'electron-store';
import type { Settings } from '../settings/settings.ts';

/** `settings.json` by electron-store, which writes atomically. */
export function settingsFile(folder: string) {
  const file = path.join(folder, 'settings.json');
  const open = () => new Store<Record<string, unknown>>({ cwd: folder, name: 'settings', clearInvalidConfig: false });
  return {
    /** Undefined where there is none yet; throws where it is not JSON. */
    read(): unknown {
      return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : undefined;
    },
    write(settings: Settings): void {
      fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
      open().store = { ...settings };
    },
    keepAside(): string {
      const aside = path.join(folder, `settings.unreadable-${new Date().toISOString().replace(/[:.]/g, '-')}.json`);
      fs.renameSync(file, aside);
      return aside;
    },
  };
}
