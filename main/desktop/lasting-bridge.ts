import { copyFile, mkdir, readFile, readlink, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** The bridge's executable inside the app, and the path that clients are given. */
export interface LastingBridge {
  readonly path: string;
  readonly source: string;
  /** Where the app itself lies at a lasting path, nothing is kept beside it. */
  readonly kept: 'in-place' | 'link' | 'copy';
}

/**
 * A path for clients' settings that updates do not change. An AppImage is mounted somewhere else at each start, and gone with
 * the app: its bridge is copied. A folder that the person unpacked is named after its version: a link leads to the one that ran last.
 */
export function decideBridge(
  { platform, env }: { readonly platform: NodeJS.Platform; readonly env: NodeJS.ProcessEnv },
  folders: { readonly resources: string; readonly data: string },
): LastingBridge {
  const name = platform === 'win32' ? 'drawbridge.exe' : 'drawbridge';
  const source = path.join(folders.resources, 'bin', name);
  const beside = path.join(folders.data, 'bin', name);
  if (platform !== 'linux' || /^\/(opt|usr)\//.test(folders.resources))
    return { path: source, source, kept: 'in-place' };
  return { path: beside, source, kept: env['APPIMAGE'] ? 'copy' : 'link' };
}

/** Makes the path lead to this app's bridge. A bridge that runs from it goes on. */
export async function keepBridge({ path: place, source, kept }: LastingBridge, version: string): Promise<void> {
  if (kept === 'in-place') return;
  await mkdir(path.dirname(place), { recursive: true, mode: 0o700 });
  const draft = `${place}.new`;
  await rm(draft, { force: true });
  if (kept === 'link') {
    if ((await readlink(place).catch(() => undefined)) === source) return;
    await symlink(source, draft);
    await rename(draft, place);
    return;
  }
  const mark = `${place}.version`;
  const wanted = `${version} ${(await stat(source)).size}\n`;
  const there = await stat(place).catch(() => undefined);
  if (there?.isFile() && (await readFile(mark, 'utf8').catch(() => '')) === wanted) return;
  await copyFile(source, draft);
  await rename(draft, place);
  await writeFile(mark, wanted);
}
