import { badPath, incomplete } from './file-errors.ts';
import type { FileEntry, TransferProgress } from './file-model.ts';
import type { FileSession } from './file-session.ts';

/** Where a download goes. */
export interface DownloadSink {
  /** Slow writing slows the site: nothing piles up. */
  write(bytes: Buffer): Promise<void>;
  /** What came is thrown away; it begins anew. */
  restart(): Promise<void>;
}

export interface DownloadOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (progress: TransferProgress) => void;
}

/** A range further in would stream all before it for nothing. */
const furthestOffset = 64 * 1024 * 1024;

/**
 * Brings a file, whose size must be the one that the folder lists, or a folder as one zip. After a broken connection it
 * begins anew: this channel has no ranges. Returns the bytes that came. Throws `file-incomplete`, and what sessions throw.
 */
export async function download(
  session: FileSession,
  entry: FileEntry,
  sink: DownloadSink,
  { signal, onProgress }: DownloadOptions,
): Promise<number> {
  let done = 0;
  let begun = false;
  await session.overBroken(signal, async () => {
    const connection = await session.connection(signal);
    if (begun) await sink.restart();
    begun = true;
    done = 0;
    await connection.download(entry.path, {
      isDirectory: entry.kind === 'folder',
      signal,
      onPiece: async (bytes) => {
        await sink.write(bytes);
        done += bytes.length;
        onProgress?.({ done, total: entry.kind === 'folder' ? done : entry.size });
      },
    });
  });
  if (entry.kind !== 'folder' && done !== entry.size) await refuseShort(session, entry, done, signal);
  return done;
}

/** A log that grew meanwhile is whole if what came is what is there now. */
async function refuseShort(session: FileSession, entry: FileEntry, done: number, signal?: AbortSignal): Promise<void> {
  const now = await session.find(entry.path, signal);
  if (now?.size === done) return;
  throw incomplete(
    `${done} bytes of ${entry.path} came, and the asset lists ${now?.size ?? 'it no more'}: it is not whole.`,
    'Nothing was kept. Call again; if something writes that file now, copy it on the asset first.',
  );
}

export interface TextPart {
  readonly text: string;
  readonly start: number;
  /** Where the next part begins. */
  readonly end: number;
  readonly size: number;
}

/**
 * Part of a text file: whole UTF-8 characters from a byte offset. What lies before it is streamed and dropped, and the stream
 * is stopped behind it. Throws `bad-argument` for what is no text, or too far in.
 */
export async function readText(
  session: FileSession,
  entry: FileEntry,
  {
    offset,
    limit,
    signal,
  }: { readonly offset: number; readonly limit: number; readonly signal?: AbortSignal | undefined },
): Promise<TextPart> {
  if (entry.kind === 'folder') throw badPath(`${entry.path} is a folder.`, 'List it with jms_sftp_list.');
  if (offset > furthestOffset)
    throw badPath(
      `This channel reads a file from its beginning; ${offset} bytes in is too far.`,
      `Use a terminal: tail -c +${offset + 1} file | head -c ${limit}.`,
    );
  const parts: Buffer[] = [];
  let at = 0;
  // Some more, so that the last character is whole.
  const until = offset + limit + 4;
  const enough = new AbortController();
  const stop = signal === undefined ? enough.signal : AbortSignal.any([signal, enough.signal]);
  const connection = await session.connection(signal);
  try {
    await connection.download(entry.path, {
      isDirectory: false,
      signal: stop,
      onPiece: async (bytes) => {
        const from = Math.max(0, offset - at);
        if (from < bytes.length) parts.push(Buffer.from(bytes.subarray(from, until - at)));
        at += bytes.length;
        if (at >= until) enough.abort();
      },
    });
  } catch (error) {
    if (!enough.signal.aborted || signal?.aborted) throw error;
  }
  const bytes = Buffer.concat(parts);
  if (bytes.includes(0))
    throw badPath(
      `${entry.path} is no text: it has NUL bytes.`,
      'Download it instead, or look at it with a program in a terminal.',
    );
  const { start, end } = wholeCharacters(bytes, limit);
  return {
    text: bytes.subarray(start, end).toString('utf8'),
    start: offset + start,
    end: offset + end,
    size: Math.max(entry.size, offset + end),
  };
}

/** A range of at most `limit` bytes that splits no UTF-8 character. */
function wholeCharacters(bytes: Buffer, limit: number): { readonly start: number; readonly end: number } {
  const isInside = (at: number) => ((bytes[at] ?? 0) & 0xc0) === 0x80;
  let start = 0;
  while (start < 4 && start < bytes.length && isInside(start)) start += 1;
  let end = Math.min(bytes.length, limit);
  for (let back = 0; back < 4 && end > start && end < bytes.length && isInside(end); back += 1) end -= 1;
  return { start, end };
}
