import fs from 'node:fs';
import path from 'node:path';
import type { SettingsStore } from '../../settings/settings-store.ts';
import { PolicyKeeper, type PolicyKeeperPorts } from './policy-keeper.ts';

/** Beyond any policy that people write. */
const MOST_BYTES = 1024 * 1024;

/** The keeper over `policy.json` in the data folder, with what was accepted in the settings. */
export function policyInFile(
  folder: string,
  settings: SettingsStore,
  seal: PolicyKeeperPorts['seal'],
): { readonly keeper: PolicyKeeper; readonly file: string } {
  const file = path.join(folder, 'policy.json');
  const keeper = new PolicyKeeper({
    seal,
    read() {
      try {
        if (fs.statSync(file).size > MOST_BYTES) return '';
        return fs.readFileSync(file, 'utf8');
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
        throw error;
      }
    },
    write(text) {
      fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
      const next = `${file}.new`;
      fs.writeFileSync(next, text, { mode: 0o600 });
      fs.renameSync(next, file);
    },
    accepted: () => settings.get().policy,
    accept: (policy) => settings.update({ policy }),
  });
  return { keeper, file };
}
