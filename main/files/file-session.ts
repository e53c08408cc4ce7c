import type { Clock } from '../errors/clock.ts';
import { untilAborted } from '../errors/until-aborted.ts';
import { SftpConnection, type SftpLink } from '../koko/sftp-connection.ts';
import type { SftpRow } from '../koko/sftp-frames.ts';
import type { SocketTransport } from '../koko/socket-transport.ts';
import type { Log } from '../log/log.ts';
import { overBrokenConnections } from './broken-connection.ts';
import { alreadyThere, badPath, fileSessionClosed, notEmptyAsked, notThere } from './file-errors.ts';
import type { FileEntry, FileOwner, FileSessionSummary, FileTarget } from './file-model.ts';
import { entryName, joinPath, remotePath, splitPath } from './remote-path.ts';

export interface FileSessionPorts {
  readonly clock: Clock;
  readonly log: Log;
  /** A token of its own and the way to KoKo. Throws what signing in and REST throw. */
  readonly link: (
    target: FileTarget,
    signal?: AbortSignal,
  ) => Promise<SftpLink & { readonly transport: SocketTransport }>;
}

/** An upload that was stopped: it can go on as long as its connection lives (protocol §7.14: chunks of one file share an id). */
export interface StoppedUpload {
  readonly connection: SftpConnection;
  readonly id: string;
  readonly offset: number;
}

/** Uploads that can go on, of one session. */
const STOPPED_AT_MOST = 16;

/**
 * Files of one account on one asset, for one owner. Connects when something is asked, and anew after its connection broke;
 * a session that JumpServer ended stays ended. Methods throw what `SftpConnection` throws, and `file-session-closed`.
 */
export class FileSession {
  readonly id: string;
  readonly target: FileTarget;
  readonly owner: FileOwner;
  /** By upload: what is known of where it stopped. */
  readonly stopped = new Map<string, StoppedUpload>();
  readonly #ports: FileSessionPorts;
  readonly #openedAt: number;
  #connection: SftpConnection | null = null;
  #connecting: Promise<SftpConnection> | null = null;
  #home: string | null = null;
  #lastUsedAt: number;
  #atWork = 0;
  #closed: string | null = null;

  constructor(
    ports: FileSessionPorts,
    facts: { readonly id: string; readonly target: FileTarget; readonly owner: FileOwner },
  ) {
    this.#ports = ports;
    this.id = facts.id;
    this.target = facts.target;
    this.owner = facts.owner;
    this.#openedAt = ports.clock.now();
    this.#lastUsedAt = this.#openedAt;
  }

  summary(): FileSessionSummary {
    const { id, target, owner } = this;
    return {
      ...{ id, target, owner, home: this.#home, openedAt: this.#openedAt, lastUsedAt: this.#lastUsedAt },
      ...{ busy: this.#atWork > 0, closed: this.#closed },
    };
  }

  /** Keeps the session from being closed as idle while `task` goes on. */
  async use<T>(task: () => Promise<T>): Promise<T> {
    this.#atWork += 1;
    try {
      return await task();
    } finally {
      this.#atWork -= 1;
      this.#lastUsedAt = this.#ports.clock.now();
    }
  }

  /** The live connection; makes one where there is none. */
  async connection(signal?: AbortSignal): Promise<SftpConnection> {
    signal?.throwIfAborted();
    if (this.#closed !== null) throw fileSessionClosed(this.#closed);
    if (this.#connection?.live) return this.#connection;
    // Several callers wait for one: who leaves does not take it from the others.
    this.#connecting ??= this.#connect().finally(() => {
      this.#connecting = null;
    });
    return untilAborted(this.#connecting, signal);
  }

  /** `attempt` again where the connection broke meanwhile. */
  overBroken<T>(signal: AbortSignal | undefined, attempt: () => Promise<T>): Promise<T> {
    return overBrokenConnections({ clock: this.#ports.clock, signal, ended: () => this.#closed !== null }, attempt);
  }

  /** The account's home as the site names it. */
  async home(signal?: AbortSignal): Promise<string> {
    if (this.#home !== null) return this.#home;
    const { path } = await (await this.connection(signal)).list('', signal);
    this.#home = path === '' ? '/' : remotePath(path, '/');
    return this.#home;
  }

  /** In one spelling; asks for the home only where the path depends on it. */
  async resolve(given: string, signal?: AbortSignal): Promise<string> {
    return remotePath(given, given.startsWith('/') ? '/' : await this.home(signal));
  }

  async list(
    given: string,
    signal?: AbortSignal,
  ): Promise<{ readonly path: string; readonly entries: readonly FileEntry[] }> {
    const path = await this.resolve(given, signal);
    const { rows } = await (await this.connection(signal)).list(path, signal);
    const entries = rows.map((row) => entryOf(row, path));
    return { path, entries: entries.sort((one, other) => (one.name < other.name ? -1 : 1)) };
  }

  /** From the listing of its folder: this channel has no other way. Undefined where it is not there. */
  async find(given: string, signal?: AbortSignal): Promise<FileEntry | undefined> {
    const path = await this.resolve(given, signal);
    const parts = splitPath(path);
    if (parts === null) return { name: '/', path: '/', kind: 'folder', size: 0, modifiedAt: 0, mode: '' };
    const { entries } = await this.list(parts.folder, signal);
    return entries.find(({ name }) => name === parts.name);
  }

  /** Throws `file-not-found`. */
  async stat(given: string, signal?: AbortSignal): Promise<FileEntry> {
    const found = await this.find(given, signal);
    if (found === undefined) throw notThere(await this.resolve(given, signal));
    return found;
  }

  /** Returns the folders that were made, outermost first. With `parents` what is there already is fine. */
  async mkdir(given: string, parents: boolean, signal?: AbortSignal): Promise<readonly string[]> {
    const path = await this.resolve(given, signal);
    const connection = await this.connection(signal);
    if (!parents) {
      const there = await this.find(path, signal);
      if (there !== undefined) throw alreadyThere(path, `a ${there.kind}`);
      await connection.mkdir(path, signal);
      return [path];
    }
    const missing: string[] = [];
    for (let at: string | undefined = path; at !== undefined; at = splitPath(at)?.folder) {
      const found: FileEntry | undefined = await this.find(at, signal).catch(ifAbsent);
      if (found?.kind === 'file') throw alreadyThere(at, 'a file');
      if (found !== undefined) break;
      missing.unshift(at);
    }
    for (const folder of missing) await connection.mkdir(folder, signal);
    return missing;
  }

  /** Within its folder; never over something that is there. Returns the new path. */
  async rename(given: string, newName: string, signal?: AbortSignal): Promise<string> {
    const path = await this.resolve(given, signal);
    const parts = splitPath(path);
    if (parts === null) throw refuseRoot();
    const to = joinPath(parts.folder, entryName(newName));
    const { entries } = await this.list(parts.folder, signal);
    if (!entries.some(({ name }) => name === parts.name)) throw notThere(path);
    const taken = entries.find(({ name }) => name === newName);
    if (taken !== undefined) throw alreadyThere(to, `a ${taken.kind}`);
    await (await this.connection(signal)).rename(path, newName, signal);
    return to;
  }

  /** What is to be deleted, looked at first. Throws `bad-argument` for the root, the home, and a folder without `recursive`. */
  async deletable(given: string, recursive: boolean, signal?: AbortSignal): Promise<FileEntry> {
    const path = await this.resolve(given, signal);
    if (path === '/') throw refuseRoot();
    const home = await this.home(signal);
    if (home === path || home.startsWith(`${path}/`))
      throw badPath('The home of the account, and what it is in, is not deleted.', 'Name what shall go inside of it.');
    const entry = await this.stat(path, signal);
    if (entry.kind === 'folder' && !recursive) throw notEmptyAsked(path);
    return entry;
  }

  /** Of a link only the link goes, never what it leads to. */
  async remove(entry: FileEntry, signal?: AbortSignal): Promise<void> {
    await (await this.connection(signal)).remove(entry.path, signal);
  }

  /** Remembers where an upload stopped; undefined forgets it. */
  keepStopped(key: string, stopped: StoppedUpload | undefined): void {
    this.stopped.delete(key);
    if (stopped !== undefined) this.stopped.set(key, stopped);
    const [oldest] = this.stopped.keys();
    if (this.stopped.size > STOPPED_AT_MOST && oldest !== undefined) this.stopped.delete(oldest);
  }

  close(reason: string): void {
    if (this.#closed !== null) return;
    this.#closed = reason;
    this.stopped.clear();
    this.#connection?.close(reason);
  }

  async #connect(): Promise<SftpConnection> {
    const { clock, log, link } = this.#ports;
    const { transport, ...to } = await link(this.target);
    const connection = new SftpConnection({ transport, clock, log });
    connection.events.on('closed', ({ reason }) => {
      log.info('A file session lost its connection', { session: this.id, reason });
      for (const [key, one] of this.stopped) if (one.connection === connection) this.stopped.delete(key);
      // An administrator ended it: it does not come back by itself.
      if (/expired or not found/i.test(reason)) this.close(reason);
    });
    await connection.connect(to);
    if (this.#closed !== null) {
      connection.close(this.#closed);
      throw fileSessionClosed(this.#closed);
    }
    this.#connection = connection;
    return connection;
  }
}

function entryOf({ name, size, modifiedAt, mode, isDirectory, isLink }: SftpRow, folder: string): FileEntry {
  const kind = isLink ? 'link' : isDirectory ? 'folder' : 'file';
  return { name, path: joinPath(folder, name), kind, size, modifiedAt, mode };
}

const refuseRoot = () => badPath('The root of the file system is not renamed or deleted.', 'Name something in it.');

/** A folder that is not there holds nothing. */
function ifAbsent(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'file-not-found') return undefined;
  throw error;
}
