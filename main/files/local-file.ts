import { createHash, randomBytes } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import type { DownloadSink } from './download.ts';
import { badPath } from './file-errors.ts';
import { LocalPlace, localProblem } from './local-folder.ts';
import type { UploadSource } from './upload.ts';

/** A local file that is read; it is closed by `close`. */
export class LocalSource implements UploadSource {
  readonly size: number;
  readonly stamp: string;
  readonly shown: string;
  readonly #file: FileHandle;
  readonly #place: LocalPlace;

  private constructor(place: LocalPlace, file: FileHandle, facts: { readonly size: number; readonly stamp: string }) {
    this.#place = place;
    this.#file = file;
    this.size = facts.size;
    this.stamp = facts.stamp;
    this.shown = place.shown;
  }

  static async open(root: string, given: string): Promise<LocalSource> {
    const place = await LocalPlace.open(root, given);
    try {
      const { file, stat } = await place.openForReading();
      return new LocalSource(place, file, { size: stat.size, stamp: stampOf(stat) });
    } catch (error) {
      await place.close();
      throw error;
    }
  }

  async read(position: number, length: number): Promise<Buffer> {
    const bytes = Buffer.allocUnsafe(length);
    let done = 0;
    while (done < length) {
      const { bytesRead } = await this.#file.read(bytes, done, length - done, position + done);
      if (bytesRead === 0) throw changed(this.shown);
      done += bytesRead;
    }
    // What was looked at, and perhaps shown to the person, is what travels.
    if (stampOf(await this.#file.stat()) !== this.stamp) throw changed(this.shown);
    return bytes;
  }

  /** Of the file as it is. */
  async sha256(): Promise<string> {
    const hash = createHash('sha256');
    for (let at = 0; at < this.size; at += HASH_BYTES)
      hash.update(await this.read(at, Math.min(HASH_BYTES, this.size - at)));
    return hash.digest('hex');
  }

  async close(): Promise<void> {
    await this.#file.close();
    await this.#place.close();
  }
}

/** Read at once for a checksum. */
const HASH_BYTES = 1024 * 1024;

/** A local file that comes into being: under a hidden name of its own until it is whole. */
export class LocalSink implements DownloadSink {
  readonly shown: string;
  readonly #place: LocalPlace;
  readonly #part: string;
  readonly #file: FileHandle;
  readonly #over: boolean;
  #position = 0;

  private constructor(place: LocalPlace, part: string, file: FileHandle, over: boolean) {
    this.#place = place;
    this.#part = part;
    this.#file = file;
    this.#over = over;
    this.shown = place.shown;
  }

  /** Throws `file-exists` where it is there and `overwrite` is not set, or it is no plain file. */
  static async create(root: string, given: string, overwrite: boolean): Promise<LocalSink> {
    const place = await LocalPlace.open(root, given);
    try {
      const there = await place.stat();
      if (there !== undefined && !there.isFile())
        throw badPath(`${place.shown} is a folder, a link or no plain file.`, 'Name a file.');
      if (there !== undefined && !overwrite) throw localProblem(taken, place.shown);
      const part = `.${place.name.slice(0, 80)}.${randomBytes(6).toString('hex')}.part`;
      const file = await place.createBeside(part);
      if (there !== undefined) await file.chmod(there.mode & 0o777);
      return new LocalSink(place, part, file, overwrite);
    } catch (error) {
      await place.close();
      throw error;
    }
  }

  async write(bytes: Buffer): Promise<void> {
    try {
      let done = 0;
      while (done < bytes.length) {
        const { bytesWritten } = await this.#file.write(bytes, done, bytes.length - done, this.#position);
        done += bytesWritten;
        this.#position += bytesWritten;
      }
    } catch (error) {
      throw localProblem(error, this.shown);
    }
  }

  async restart(): Promise<void> {
    await this.#file.truncate(0);
    this.#position = 0;
  }

  /** It gets its name, in one step. */
  async finish(): Promise<void> {
    try {
      await this.#file.close();
      await this.#place.become(this.#part, this.#over);
    } catch (error) {
      await this.#place.remove(this.#part);
      throw localProblem(error, this.shown);
    } finally {
      await this.#place.close();
    }
  }

  /** Nothing of it stays. */
  async discard(): Promise<void> {
    await this.#place.remove(this.#part);
    await this.#file.close().catch(() => {});
    await this.#place.close();
  }
}

const taken = Object.assign(new Error('taken'), { code: 'EEXIST' });

const stampOf = ({ ino, size, mtimeMs }: { readonly ino: number; readonly size: number; readonly mtimeMs: number }) =>
  `${ino}:${size}:${mtimeMs}`;

const changed = (shown: string) =>
  badPath(`${shown} changed while it was read.`, 'Wait until nothing writes it, then call again.');
