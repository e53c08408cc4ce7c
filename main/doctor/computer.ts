import { constants } from 'node:fs';
import { access, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { VaultChoice } from '../vault/decide-backend.ts';
import { type Found, found } from './outcomes.ts';

export function decideKeychain(choice: VaultChoice): Found {
  if (choice.state === 'keychain') return found('keychain-ok');
  if (choice.state === 'kernel-keyring') return found('keychain-kernel');
  const { why } = choice;
  if (why === 'locked') return found('keychain-locked');
  return found(why === 'no-keychain' ? 'keychain-none' : 'keychain-failed');
}

/** Without a display there is nothing to have a tray on. */
export function decideTray(host: 'present' | 'absent', display: boolean): Found {
  if (!display) return found('needs-display');
  return found(host === 'present' ? 'tray-ok' : 'tray-absent');
}

/** The registry's Electron may show the practice site, never a real one (design §6). */
export function decideRuntime(electron: string, testRuntime: boolean, hasRealSite: boolean): Found {
  if (!testRuntime) return found('runtime-official', { electron });
  return found(hasRealSite ? 'runtime-test-real' : 'runtime-test', { electron });
}

export type FolderState = 'ok' | 'open-to-others' | 'not-writable';

export function decideFolders(folders: readonly { readonly path: string; readonly state: FolderState }[]): Found {
  const named = (state: FolderState) => folders.filter((one) => one.state === state).map((one) => one.path);
  const unwritable = named('not-writable');
  if (unwritable.length > 0) return found('folders-unwritable', { folders: unwritable.join(', ') });
  const open = named('open-to-others');
  if (open.length > 0) return found('folders-open', { folders: open.join(', ') });
  return found('folders-ok', { folders: folders.length });
}

/** A folder of ours: can it be written, and is it ours alone, with what lies in it? One that is not there yet is judged by the folder above. */
export async function lookAtFolder(folder: string): Promise<FolderState> {
  const facts = await stat(folder).catch((error: unknown) => (isMissing(error) ? undefined : null));
  if (facts === null) return 'not-writable';
  if (facts === undefined) {
    const above = path.dirname(folder);
    if (above === folder) return 'not-writable';
    // What is above need not be ours alone; the folder itself will be made with mode 0700.
    return (await lookAtFolder(above)) === 'not-writable' ? 'not-writable' : 'ok';
  }
  if (!facts.isDirectory()) return 'not-writable';
  const writable = await access(folder, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!writable) return 'not-writable';
  // In a folder that is closed to others nobody sees its files' modes.
  if (process.platform === 'win32' || (facts.mode & 0o077) === 0) return 'ok';
  const files = await readdir(folder, { withFileTypes: true });
  const modes = await Promise.all(
    files.filter((file) => file.isFile()).map((file) => stat(path.join(folder, file.name)).then(({ mode }) => mode)),
  );
  return modes.some((mode) => (mode & 0o077) !== 0) ? 'open-to-others' : 'ok';
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
