import fs from 'node:fs/promises';
import path from 'node:path';
import { entryOf, type JournalEntry } from './entry.ts';
import { isJournalFile, isMissing, journalFiles } from './journal-files.ts';

/** An entry and where its line begins: `2026-11.jsonl:1234`, its name for as long as the files are there. */
export interface PlacedEntry extends JournalEntry {
  readonly id: string;
}

export interface ReadBackRequest {
  readonly folder: string;
  /** Entries before this one; null from the newest on. */
  readonly before: string | null;
  /** Stops behind this one. */
  readonly after?: string | null;
  readonly limit: number;
  /** Lines of one request at most; where they do not do, the caller asks again. */
  readonly lookAt?: number;
  readonly wanted: (entry: JournalEntry) => boolean;
  /** Nothing older is of interest. */
  readonly since?: number | null;
  readonly signal?: AbortSignal;
}

export interface ReadBack {
  /** Newest first. */
  readonly entries: readonly PlacedEntry[];
  /** `before` of the next request; null at the oldest. */
  readonly next: string | null;
  /** Lines looked at. */
  readonly looked: number;
  /** Time of the oldest of them. */
  readonly backTo: number | null;
}

/** A piece is parsed in one turn: some 200 lines, a millisecond or two. */
const PIECE = 64 * 1024;
const LOOK_AT = 20_000;
/** A clock that was set back makes the order of times and of lines differ by so much. */
const CLOCK_SLACK_MS = 3_600_000;

/** Entries from the files' end on, in pieces, so that nobody waits for it. */
export async function readBack(request: ReadBackRequest): Promise<ReadBack> {
  const { folder, limit, lookAt = LOOK_AT } = request;
  const before = request.before === null ? null : placeOf(request.before);
  const after = request.after == null ? null : placeOf(request.after);
  const files = journalFiles(folder)
    .filter((file) => before === null || file <= before.file)
    .filter((file) => after === null || file >= after.file)
    .reverse();
  const entries: PlacedEntry[] = [];
  let looked = 0;
  let backTo: number | null = null;
  const stopped = (next: string | null): ReadBack => ({ entries, next, looked, backTo });
  for (const file of files) {
    const handle = await openFile(path.join(folder, file));
    if (handle === null) continue;
    try {
      const { size } = await handle.stat();
      const top = before?.file === file ? Math.min(before.offset, size) : size;
      for await (const { line, offset } of linesBack(handle, top)) {
        if (after?.file === file && offset <= after.offset) return stopped(null);
        request.signal?.throwIfAborted();
        looked += 1;
        const id = `${file}:${offset}`;
        const entry = entryOf(line);
        if (entry) {
          backTo = entry.at;
          if (request.since != null && entry.at < request.since - CLOCK_SLACK_MS) return stopped(null);
          if (request.wanted(entry)) entries.push({ ...entry, id });
        }
        if (entries.length >= limit || looked >= lookAt) return stopped(id);
      }
    } finally {
      await handle.close();
    }
  }
  return stopped(null);
}

/** The entry with this id; undefined where there is none any more. */
export async function entryAt(folder: string, id: string): Promise<PlacedEntry | undefined> {
  const { file, offset } = placeOf(id);
  const handle = await openFile(path.join(folder, file));
  if (handle === null) return undefined;
  try {
    let text = Buffer.alloc(0);
    for (;;) {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(PIECE), 0, PIECE, offset + text.length);
      text = Buffer.concat([text, buffer.subarray(0, bytesRead)]);
      const end = text.indexOf(0x0a);
      if (end >= 0 || bytesRead === 0) {
        const entry = entryOf(text.subarray(0, end < 0 ? text.length : end));
        return entry ? { ...entry, id } : undefined;
      }
    }
  } finally {
    await handle.close();
  }
}

/** Lines that end before `top`, last first, each with the offset of its first byte. */
async function* linesBack(
  handle: fs.FileHandle,
  top: number,
): AsyncGenerator<{ readonly line: Buffer; readonly offset: number }> {
  // What is left over of the pieces behind: the end of a line that begins further up.
  let behind: Buffer[] = [];
  for (let end = top; end > 0; ) {
    const start = Math.max(0, end - PIECE);
    const { buffer } = await handle.read(Buffer.alloc(end - start), 0, end - start, start);
    let to = buffer.length;
    for (
      let at = buffer.lastIndexOf(0x0a, to - 1);
      at >= 0 && to > 0;
      at = at === 0 ? -1 : buffer.lastIndexOf(0x0a, at - 1)
    ) {
      const part = buffer.subarray(at + 1, to);
      const line = behind.length > 0 ? Buffer.concat([part, ...behind]) : part;
      behind = [];
      if (line.length > 0) yield { line, offset: start + at + 1 };
      to = at;
    }
    if (to > 0) behind.unshift(buffer.subarray(0, to));
    end = start;
  }
  if (behind.length > 0) yield { line: Buffer.concat(behind), offset: 0 };
}

async function openFile(file: string): Promise<fs.FileHandle | null> {
  try {
    return await fs.open(file, 'r');
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

function placeOf(id: string): { readonly file: string; readonly offset: number } {
  const at = id.lastIndexOf(':');
  const file = id.slice(0, at);
  const offset = Number(id.slice(at + 1));
  // It came from the window: it names a file of ours, or nothing.
  if (!isJournalFile(file) || !Number.isSafeInteger(offset) || offset < 0)
    throw new RangeError('no place in the journal');
  return { file, offset };
}
