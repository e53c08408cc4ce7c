import { randomBytes } from 'node:crypto';
import {
  access,
  constants,
  mkdir,
  open,
  readdir,
  readFile,
  readlink,
  realpath,
  rename,
  rm,
  stat,
} from 'node:fs/promises';
import path from 'node:path';
import type { Machine } from '../directories.ts';
import type { BridgeStart } from './bridge-entry.ts';
import { type Client, clients } from './client-list.ts';
import { type Backup, type ClientState, type Plan, stateIn } from './connect-plan.ts';

export type FileProblem =
  /** Not for us to read, or too long to be settings. */
  | 'unreadable'
  | 'no-file'
  | 'not-text'
  | 'read-only'
  | 'not-writable'
  /** Somebody wrote it between the look and the write. */
  | 'changed';

/** Why a client's settings file could not be read or written; it is as it was. */
export class ClientFileError extends Error {
  readonly problem: FileProblem;
  readonly file: string;

  constructor(problem: FileProblem, file: string, cause?: unknown) {
    super(`${file}: ${problem}`, { cause });
    this.problem = problem;
    this.file = file;
  }
}

export interface FoundClient {
  readonly client: Client;
  readonly file: string;
  readonly installed: boolean;
  readonly state: ClientState | { readonly kind: 'problem'; readonly problem: FileProblem };
}

/** Settings are small; Claude Code's file, which holds history too, grows to some MB. */
const MAX_BYTES = 64 * 1024 * 1024;
const MAX_BACKUPS = 20;

/** Every client that we know, with what its settings say of us. Reads only. */
export function lookAround(machine: Machine, start: BridgeStart): Promise<FoundClient[]> {
  return Promise.all(clients.map((client) => lookAt(client, client.userFile(machine), machine, start)));
}

export async function lookAt(client: Client, file: string, machine: Machine, start: BridgeStart): Promise<FoundClient> {
  const installed = await isInstalled(client, machine);
  try {
    const text = await readSettings(file);
    return { client, file, installed, state: stateIn(client, text, start) };
  } catch (error) {
    if (!(error instanceof ClientFileError)) throw error;
    return { client, file, installed, state: { kind: 'problem', problem: error.problem } };
  }
}

/** Null where there is no file. Throws ClientFileError. */
export async function readSettings(file: string): Promise<string | null> {
  let bytes: Buffer;
  try {
    const facts = await stat(file);
    if (!facts.isFile()) throw new ClientFileError('no-file', file);
    if (facts.size > MAX_BYTES) throw new ClientFileError('unreadable', file);
    bytes = await readFile(file);
  } catch (error) {
    if (error instanceof ClientFileError) throw error;
    if (isMissing(error)) return null;
    throw new ClientFileError('unreadable', file, error);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new ClientFileError('not-text', file, error);
  }
}

/** The copies that were made of a file, newest first. */
export async function readBackups(file: string): Promise<Backup[]> {
  const start = `${path.basename(file)}${BACKUP}`;
  const names = await readdir(path.dirname(file)).catch((): string[] => []);
  const ours = names
    .filter((name) => name.startsWith(start))
    .sort()
    .reverse()
    .slice(0, MAX_BACKUPS);
  const found = await Promise.all(
    ours.map(async (name) => {
      const copy = path.join(path.dirname(file), name);
      const text = await readSettings(copy).catch(() => null);
      return text === null ? [] : [{ file: copy, text }];
    }),
  );
  return found.flat();
}

const BACKUP = '.drawbridge-backup-';

/**
 * Writes what was planned, whole or not at all, and keeps a copy of what was there; returns the copy's path. A link stays a link,
 * the file keeps its mode. Throws ClientFileError, with the file as it was.
 */
export async function carryOut(
  file: string,
  plan: Extract<Plan, { kind: 'change' }>,
  now: Date = new Date(),
): Promise<string | null> {
  if ((await readSettings(file)) !== plan.before) throw new ClientFileError('changed', file);
  const target = await targetOf(file);
  const mode = plan.before === null ? undefined : (await stat(target)).mode & 0o777;
  // Renaming would replace a file that somebody protected.
  if (mode !== undefined && ((mode & 0o200) === 0 || !(await writable(target))))
    throw new ClientFileError('read-only', file);
  let backup: string | null = null;
  let draft: string | null = null;
  try {
    if (plan.before !== null && plan.backup === null && plan.after !== null)
      backup = await writeCopy(file, plan.before, mode ?? 0o600, now);
    if (plan.after === null) {
      await rm(target);
      return null;
    }
    await mkdir(path.dirname(target), { recursive: true });
    draft = path.join(path.dirname(target), `.${path.basename(target)}.${randomBytes(6).toString('hex')}`);
    await writeNew(draft, plan.after, mode ?? 0o600);
    if ((await readSettings(file)) !== plan.before) throw new ClientFileError('changed', file);
    await rename(draft, target);
    if (plan.backup !== null) await rm(plan.backup, { force: true });
    return backup;
  } catch (error) {
    for (const left of [draft, backup]) if (left !== null) await rm(left, { force: true }).catch(() => {});
    throw error instanceof ClientFileError ? error : new ClientFileError('not-writable', file, error);
  }
}

async function writeCopy(file: string, text: string, mode: number, now: Date): Promise<string> {
  const time = now
    .toISOString()
    .replace(/\.\d+Z$/, '')
    .replaceAll(':', '-');
  for (let more = 0; ; more += 1) {
    const copy = `${file}${BACKUP}${time}${more === 0 ? '' : `-${more}`}`;
    try {
      await writeNew(copy, text, mode);
      return copy;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST') || more > 98) throw error;
    }
  }
}

async function writeNew(file: string, text: string, mode: number): Promise<void> {
  const handle = await open(file, 'wx', mode);
  try {
    // Whatever the umask says: the copy is for the eyes that the file was for.
    await handle.chmod(mode);
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** What a link leads to, also where that does not exist yet. */
async function targetOf(file: string, depth = 0): Promise<string> {
  const whole = await realpath(file).catch(() => undefined);
  if (whole !== undefined) return whole;
  const link = await readlink(file).catch(() => undefined);
  return link === undefined || depth > 8 ? file : targetOf(path.resolve(path.dirname(file), link), depth + 1);
}

const writable = (file: string): Promise<boolean> =>
  access(file, constants.W_OK).then(
    () => true,
    () => false,
  );

const exists = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );

async function isInstalled({ signs, programs }: Client, machine: Machine): Promise<boolean> {
  const folders = (machine.env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  const endings = machine.platform === 'win32' ? ['.exe', '.cmd'] : [''];
  const files = folders.flatMap((folder) =>
    programs.flatMap((program) => endings.map((ending) => path.join(folder, `${program}${ending}`))),
  );
  return (await Promise.all([...signs(machine), ...files].map(exists))).includes(true);
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
