import path from 'node:path';

/** Why agents never get a folder of the person's machine, whoever asks for it. */
export type FolderRefusal = 'not-absolute' | 'root' | 'home' | 'system' | 'hidden';

/** Belong to the system on every Unix. */
const systemFolders = ['bin', 'boot', 'dev', 'etc', 'lib', 'lib32', 'lib64', 'proc', 'run', 'sbin', 'sys', 'usr'];

/** Null where it may be granted. `folder` and `home` are real paths. */
export function refusalOf(folder: string, home: string): FolderRefusal | null {
  if (!path.isAbsolute(folder)) return 'not-absolute';
  const { root } = path.parse(folder);
  const parts = folder
    .slice(root.length)
    .split(path.sep)
    .filter((part) => part !== '');
  // `/tmp`, `/srv`, `C:\Users`: everybody's, not a project.
  if (parts.length < 2) return 'root';
  if (folder === home || home.startsWith(folder + path.sep)) return 'home';
  if (parts.some((part) => part.startsWith('.'))) return 'hidden';
  return root === '/' && systemFolders.includes(parts[0] ?? '') ? 'system' : null;
}
