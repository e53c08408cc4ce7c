import fs from 'node:fs';
import path from 'node:path';

const NAME = /^\d{4}-\d{2}\.jsonl$/;

/** The months' files, oldest first; none where there is no folder. */
export function journalFiles(folder: string): string[] {
  try {
    return fs
      .readdirSync(folder)
      .filter((name) => NAME.test(name))
      .sort();
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

export const isJournalFile = (name: string): boolean => NAME.test(name);

export const monthFile = (at: number): string => `${new Date(at).toISOString().slice(0, 7)}.jsonl`;

/** Bytes of a file; -1 where there is none. */
export function sizeOf(folder: string, file: string): number {
  try {
    return fs.statSync(path.join(folder, file)).size;
  } catch (error) {
    if (isMissing(error)) return -1;
    throw error;
  }
}

const CHUNK = 256 * 1024;

/** The bytes of a file from an offset on, in pieces. */
export function* piecesOf(folder: string, file: string, from: number): Generator<Buffer> {
  const handle = fs.openSync(path.join(folder, file), 'r');
  try {
    for (let at = from; ; ) {
      const buffer = Buffer.alloc(CHUNK);
      const read = fs.readSync(handle, buffer, 0, CHUNK, at);
      if (read === 0) return;
      at += read;
      yield buffer.subarray(0, read);
    }
  } finally {
    fs.closeSync(handle);
  }
}

export function endsWithNewline(folder: string, file: string, size: number): boolean {
  if (size <= 0) return true;
  const handle = fs.openSync(path.join(folder, file), 'r');
  try {
    const last = Buffer.alloc(1);
    fs.readSync(handle, last, 0, 1, size - 1);
    return last[0] === 0x0a;
  } finally {
    fs.closeSync(handle);
  }
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
