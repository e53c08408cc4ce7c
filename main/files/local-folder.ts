import { constants, type Stats } from 'node:fs';
import { type FileHandle, link, lstat, open, readlink, realpath, rename, unlink } from 'node:fs/promises';
import path from 'node:path';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import { badPath } from './file-errors.ts';

/**
 * A file of the person's machine below a folder that they granted. Every folder on the way is opened without following
 * links and held, and the next is opened inside of it, as openat(2) would: exchanging one for a link on the way leads nowhere. Where the
 * system has no `/proc/self/fd`, the way is looked at before and after instead.
 */
export class LocalPlace {
  readonly name: string;
  /** For messages. */
  readonly shown: string;
  readonly #held: FileHandle | null;
  readonly #folder: string;

  private constructor(folder: string, name: string, held: FileHandle | null) {
    this.#folder = folder;
    this.#held = held;
    this.name = name;
    this.shown = path.join(folder, name);
  }

  /** `root` is a real path. Throws `folder-not-granted` where a link or a dot-folder is on the way, `file-not-found`, `bad-argument`. */
  static async open(root: string, given: string): Promise<LocalPlace> {
    const parts = partsBelow(root, given);
    const name = parts.at(-1) ?? '';
    const folders = parts.slice(0, -1);
    const folder = path.join(root, ...folders);
    if (!(await holdsFolders)) {
      await assertReal(root, folders);
      return new LocalPlace(folder, name, null);
    }
    let held = await openFolder(root, root);
    try {
      if ((await readlink(inside(held))) !== root) throw throughLink(root);
      for (const [at, part] of folders.entries()) {
        const next = await openFolder(`${inside(held)}/${part}`, path.join(root, ...folders.slice(0, at + 1)));
        await held.close();
        held = next;
      }
    } catch (error) {
      await held.close();
      throw error;
    }
    return new LocalPlace(folder, name, held);
  }

  /** Undefined where nothing is there. A link is one, and never followed. */
  async stat(): Promise<Stats | undefined> {
    try {
      return await lstat(this.at(this.name));
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw localProblem(error, this.shown);
    }
  }

  /** Throws `file-not-found`, `bad-argument` for what is no plain file. */
  async openForReading(): Promise<{ readonly file: FileHandle; readonly stat: Stats }> {
    const file = await this.#open(this.name, constants.O_RDONLY | constants.O_NONBLOCK);
    const stat = await file.stat();
    if (!stat.isFile() || (await this.#moved(stat))) {
      await file.close();
      throw badPath(`${this.shown} is no plain file.`, 'Name a file; to bring a folder, pack it first.');
    }
    return { file, stat };
  }

  /** A file that was not there before, under a name of its own in the same folder. */
  createBeside(name: string): Promise<FileHandle> {
    return this.#open(name, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
  }

  /** Gives the file `from` of the same folder its name; never over something that is there unless `over`. */
  async become(from: string, over: boolean): Promise<void> {
    if (over) {
      await rename(this.at(from), this.at(this.name));
      return;
    }
    // A link to it fails where the name is taken, in one step; then the other name goes.
    await link(this.at(from), this.at(this.name));
    await unlink(this.at(from));
  }

  async remove(name: string): Promise<void> {
    await unlink(this.at(name)).catch(() => {});
  }

  at(name: string): string {
    return this.#held === null ? path.join(this.#folder, name) : `${inside(this.#held)}/${name}`;
  }

  async close(): Promise<void> {
    await this.#held?.close();
  }

  async #open(name: string, flags: number, mode?: number): Promise<FileHandle> {
    try {
      return await open(this.at(name), flags | (constants.O_NOFOLLOW ?? 0), mode);
    } catch (error) {
      throw localProblem(error, this.shown);
    }
  }

  /** Without held folders: what was opened is what the real path leads to now. */
  async #moved(stat: Stats): Promise<boolean> {
    if (this.#held !== null) return false;
    const real = await realpath(this.shown);
    const now = await lstat(real);
    return real !== this.shown || now.ino !== stat.ino || now.dev !== stat.dev;
  }
}

/** The steps below the root. Hidden ones (`.git`, `.ssh`, `.env`) are no business of an agent's transfers. */
function partsBelow(root: string, given: string): readonly string[] {
  const relative = path.relative(root, path.resolve(root, given));
  if (relative === '' || relative.startsWith('..') || path.isAbsolute(relative))
    throw notGranted(`${path.resolve(root, given)} is not in ${root}.`);
  const parts = relative.split(path.sep);
  if (parts.some((part) => part.startsWith('.')))
    throw notGranted(`${given}: files and folders whose name begins with a dot are left alone.`);
  return parts;
}

async function assertReal(root: string, folders: readonly string[]): Promise<void> {
  const folder = path.join(root, ...folders);
  try {
    if ((await realpath(folder)) !== folder) throw throughLink(folder);
  } catch (error) {
    throw localProblem(error, folder);
  }
}

async function openFolder(at: string, shown: string): Promise<FileHandle> {
  try {
    return await open(at, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  } catch (error) {
    throw codeOf(error) === 'ENOTDIR' ? throughLink(shown) : localProblem(error, shown);
  }
}

const inside = ({ fd }: FileHandle): string => `/proc/self/fd/${fd}`;

/** Whether a held folder can be named. */
const holdsFolders: Promise<boolean> = (async () => {
  if (process.platform !== 'linux') return false;
  return readlink('/proc/self/cwd').then(
    () => true,
    () => false,
  );
})();

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);

export function localProblem(error: unknown, shown: string): unknown {
  switch (codeOf(error)) {
    case 'ENOENT':
      return new DrawbridgeError({
        code: 'file-not-found',
        message: `There is no ${shown} on the person's machine.`,
        nextStep: 'Check the path; relative ones begin at your project folder.',
        actor: 'agent',
      });
    case 'ELOOP':
      return throughLink(shown);
    case 'EEXIST':
      return new DrawbridgeError({
        code: 'file-exists',
        message: `Nothing was changed: ${shown} is there already on the person's machine.`,
        nextStep: 'Take another name; or, for a file that you mean to replace, call again with overwrite: true.',
        actor: 'agent',
      });
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'ENOSPC':
    case 'EDQUOT':
    case 'ENOTDIR':
      return new DrawbridgeError({
        code: 'file-refused',
        message: `The person's machine refuses it for ${shown} (${String(codeOf(error))}).`,
        nextStep: 'Tell the person, or take another place in the project folder.',
        actor: 'person',
      });
    default:
      return error;
  }
}

const throughLink = (shown: string): DrawbridgeError =>
  notGranted(`${shown} is, or is behind, a symbolic link; links are not followed.`);

function notGranted(message: string): DrawbridgeError {
  return new DrawbridgeError({
    code: 'folder-not-granted',
    message,
    nextStep: 'Use a plain path inside of your project folder.',
    actor: 'agent',
  });
}
