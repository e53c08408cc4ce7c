import { lstatSync, type Stats } from 'node:fs';
import { lstat, mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';

/** One row of `list` (protocol 7.14). */
export interface SftpRow {
  name: string;
  size: string;
  /** As Go prints a mode: `drwxr-xr-x`, `-rw-r--r--`, `Lrwxrwxrwx`. */
  perm: string;
  mod_time: string;
  type: string;
  is_dir: boolean;
}

/**
 * The files of one account on one asset: the very folder that its shells call home. `filesystem` shows paths as a shell
 * sees them; `home` shows the home as `/`, as an asset whose SFTP root is set does.
 */
export class SftpFolder {
  readonly #home: string;
  readonly #root: 'filesystem' | 'home';

  constructor(home: string, root: 'filesystem' | 'home') {
    this.#home = home;
    this.#root = root;
  }

  /** Where a path of the client leads to on this machine; the empty one is the home. */
  at(given: string): string {
    if (given === '') return this.#home;
    if (this.#root === 'home') return path.join(this.#home, path.posix.normalize(`/${given}`));
    return path.posix.resolve(this.#home, given);
  }

  /** The same place as the client names it. */
  shown(real: string): string {
    if (this.#root === 'filesystem') return real;
    return real === this.#home ? '/' : real.slice(this.#home.length);
  }

  async list(given: string): Promise<SftpRow[]> {
    const folder = this.at(given);
    const names = await readdir(folder);
    return names.sort().flatMap((name) => {
      try {
        return [rowOf(name, lstatSync(path.join(folder, name)))];
      } catch {
        // Gone since it was listed.
        return [];
      }
    });
  }

  async mkdir(given: string): Promise<void> {
    await mkdir(this.at(given));
  }

  /** Beside where it is; an SFTP server of OpenSSH does not replace what is there. */
  async rename(given: string, newName: string): Promise<void> {
    const from = this.at(given);
    const to = path.join(path.dirname(from), newName);
    if (await exists(to)) throw new Error('sftp: "Failure" (SSH_FX_FAILURE)');
    await rename(from, to);
  }

  /** KoKo removes a directory with all that is in it; of a link only the link. */
  async remove(given: string): Promise<void> {
    const target = this.at(given);
    if (target === this.#home || target === '/') throw new Error('sftp: "Failure" (SSH_FX_FAILURE)');
    await lstat(target);
    await rm(target, { recursive: true });
  }
}

/** In the words of KoKo's SFTP library. */
export function sftpError(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === 'ENOENT') return 'file does not exist';
  if (code === 'EACCES' || code === 'EPERM') return 'permission denied';
  if (error instanceof Error && error.message.startsWith('sftp:')) return error.message;
  return 'sftp: "Failure" (SSH_FX_FAILURE)';
}

async function exists(file: string): Promise<boolean> {
  try {
    await lstat(file);
    return true;
  } catch {
    return false;
  }
}

function rowOf(name: string, stat: Stats): SftpRow {
  return {
    name,
    size: String(stat.size),
    perm: goMode(stat),
    mod_time: String(Math.floor(stat.mtimeMs / 1000)),
    type: stat.isDirectory() ? 'folder' : path.extname(name).slice(1),
    is_dir: stat.isDirectory(),
  };
}

function goMode(stat: Stats): string {
  const kind = stat.isDirectory()
    ? 'd'
    : stat.isSymbolicLink()
      ? 'L'
      : stat.isFIFO()
        ? 'p'
        : stat.isSocket()
          ? 'S'
          : '-';
  const bits = Array.from('rwxrwxrwx', (letter, index) => (stat.mode & (1 << (8 - index)) ? letter : '-'));
  return kind + bits.join('');
}
