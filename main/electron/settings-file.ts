import fs from 'node:fs';
import path from 'node:path';
import Store from 'electron-store';

/** `settings.json` by electron-store, which writes atomically. */
export function settingsFile(folder: string) {
  const file = path.join(folder, 'settings.json');
  const open = () => new Store<Record<string, unknown>>({ cwd: folder, name: 'settings', clearInvalidConfig: false });
  const text = () => (fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined);
  const asideAs = (what: string) =>
    path.join(folder, `settings.${what}-${new Date().toISOString().replace(/[:.]/g, '-')}.json`);
  /** As we read or wrote it last; what differs is by another hand. */
  let last: string | undefined;
  return {
    file: path.basename(file),
    read(): string | undefined {
      last = text();
      return last;
    },
    write(settings: Record<string, unknown>): string | null {
      fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
      const now = text();
      const byAnother = now !== undefined && last !== undefined && now !== last;
      const aside = byAnother ? asideAs('changed') : null;
      if (aside !== null) fs.renameSync(file, aside);
      open().store = settings;
      last = text();
      return aside;
    },
    keepAside(): string {
      const aside = asideAs('unreadable');
      fs.renameSync(file, aside);
      return aside;
    },
  };
}
