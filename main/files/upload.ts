import type { SftpConnection } from '../koko/sftp-connection.ts';
import { alreadyThere, incomplete, sizeText } from './file-errors.ts';
import type { FileEntry, TransferProgress } from './file-model.ts';
import type { FileSession } from './file-session.ts';

/** What is uploaded; its size does not change while it is read. */
export interface UploadSource {
  readonly size: number;
  /** Which bytes they are: another stamp is another file. */
  readonly stamp: string;
  /** Exactly `length` bytes from `position`, or it throws. */
  read(position: number, length: number): Promise<Buffer>;
}

export interface UploadOptions {
  readonly overwrite: boolean;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (progress: TransferProgress) => void;
}

export interface UploadResult {
  readonly path: string;
  readonly size: number;
  /** Bytes that an earlier call had brought already. */
  readonly resumedFrom: number;
  readonly replaced: boolean;
}

/** Files up to here go in one frame. */
const wholeBytes = 256 * 1024;
/** Chunks begin small, so that a slow line acknowledges in time, and grow to what KoKo's own page sends (protocol §7.14). */
const firstChunk = 256 * 1024;
const largestChunk = 5 * 1024 * 1024;
/** A chunk that was acknowledged faster lets the next be larger; slower, smaller. In ms. */
const fast = 1_500;
const slow = 10_000;

/**
 * Brings a file to the asset and looks at its size there. Not atomic: this channel writes under the final name, so that the
 * site's audit shows it. What was stopped goes on where it was while its connection lives; after that it begins anew.
 * Throws `file-exists`, `file-incomplete`, and what sessions throw.
 */
export async function upload(
  session: FileSession,
  source: UploadSource,
  to: string,
  options: UploadOptions,
): Promise<UploadResult> {
  const key = JSON.stringify([source.stamp, source.size, to]);
  const before = await session.find(to, options.signal);
  const goesOn = session.stopped.get(key)?.connection.live === true;
  if (before !== undefined && !goesOn) refuseTaken(before, options.overwrite);
  // On a new connection the file begins anew: its id, and so its offset, were the old one's.
  const resumedFrom = await session.overBroken(options.signal, () => send(session, source, to, key, options));
  const after = await session.find(to, options.signal);
  if (after?.size !== source.size) throw wrongSize(to, source.size, after);
  return { path: to, size: source.size, resumedFrom, replaced: before !== undefined && !goesOn };
}

/** Returns where it took up. */
async function send(
  session: FileSession,
  source: UploadSource,
  to: string,
  key: string,
  { signal, onProgress }: UploadOptions,
): Promise<number> {
  const connection = await session.connection(signal);
  const { size } = source;
  if (size <= wholeBytes) {
    await connection.uploadWhole(to, await source.read(0, size), signal);
    onProgress?.({ done: size, total: size });
    return 0;
  }
  const stopped = session.stopped.get(key);
  const goesOn = stopped?.connection === connection ? stopped : undefined;
  const id = goesOn?.id ?? connection.newUploadId();
  const start = goesOn?.offset ?? 0;
  await sendChunks({ connection, session, source, to, key, id, start, signal, onProgress });
  await connection.uploadMerge(id, to, size, signal);
  session.keepStopped(key, undefined);
  return start;
}

async function sendChunks(ask: {
  readonly connection: SftpConnection;
  readonly session: FileSession;
  readonly source: UploadSource;
  readonly to: string;
  readonly key: string;
  readonly id: string;
  readonly start: number;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: UploadOptions['onProgress'];
}): Promise<void> {
  const { connection, session, source, to, key, id, signal } = ask;
  const { size } = source;
  let chunk = firstChunk;
  let offset = ask.start;
  // The next chunk is read and encoded while the last one travels.
  const prepare = async (from: number, length: number) => ({
    from,
    length,
    raw: length > 0 ? (await source.read(from, length)).toString('base64') : '',
  });
  let next = prepare(offset, Math.min(chunk, size - offset));
  next.catch(() => {});
  while (offset < size) {
    const { length, raw } = await next;
    const sentAt = performance.now();
    const sent = connection.uploadChunk({ id, path: to, size, offset }, raw, signal);
    const after = offset + length;
    next = prepare(after, Math.min(chunk, size - after));
    next.catch(() => {});
    await sent;
    offset = after;
    session.keepStopped(key, { connection, id, offset });
    ask.onProgress?.({ done: offset, total: size });
    const took = performance.now() - sentAt;
    if (took < fast) chunk = Math.min(largestChunk, chunk * 2);
    else if (took > slow) chunk = Math.max(firstChunk, Math.floor(chunk / 2));
  }
}

function refuseTaken(before: FileEntry, overwrite: boolean): void {
  if (before.kind === 'folder') throw alreadyThere(before.path, 'a folder; a file never replaces one');
  // Writing would go through it, to a place that nobody was shown.
  if (before.kind === 'link') throw alreadyThere(before.path, 'a symbolic link; links are not written through');
  if (!overwrite) throw alreadyThere(before.path, `a file of ${sizeText(before.size)}`);
}

const wrongSize = (to: string, wanted: number, after: FileEntry | undefined) =>
  incomplete(
    after === undefined
      ? `The asset took the upload, and ${to} is not there now.`
      : `${to} has ${after.size} bytes on the asset, and ${wanted} were sent: it is not whole.`,
    'Look whether the disk is full or something else writes that file; then call again with overwrite: true.',
  );
