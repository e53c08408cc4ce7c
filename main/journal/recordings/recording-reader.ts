import { open } from 'node:fs/promises';
import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';
import { z } from 'zod';
import { FRAME_BYTES, type FramePlace, firstFrame, openFrames, type SealedEnd } from './sealed-frames.ts';

const inflated = promisify(inflateRaw);

/** Lines of a recording, from a place in it. */
export interface RecordedPart {
  /** Bytes of asciicast v2; a line may go on in the next part. */
  readonly bytes: Uint8Array;
  /** Where the next part begins; null at the end. */
  readonly next: FramePlace | null;
  /** How it ended; null before the end. */
  readonly end: SealedEnd | null;
}

/** At least `wanted` bytes where there are as many, at most a frame more. Throws what the file system throws. */
export async function readPart(
  file: string,
  key: Uint8Array,
  from: FramePlace = firstFrame,
  wanted = 256 * 1024,
): Promise<RecordedPart> {
  const handle = await open(file, 'r');
  try {
    const readAt = async (offset: number, length: number) => {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, offset);
      return buffer.subarray(0, bytesRead);
    };
    const frames = openFrames(readAt, key, from);
    const parts: Uint8Array[] = [];
    let size = 0;
    for (;;) {
      const frame = await frames.next();
      if (frame.done) return { bytes: Buffer.concat(parts), next: null, end: frame.value };
      const lines = await inflated(frame.value.plain, { maxOutputLength: FRAME_BYTES });
      parts.push(lines);
      size += lines.length;
      if (size >= wanted) return { bytes: Buffer.concat(parts), next: frame.value.next, end: null };
    }
  } finally {
    await handle.close();
  }
}

const headLine = z.object({
  width: z.number().int(),
  height: z.number().int(),
  timestamp: z.number(),
  title: z.string(),
  drawbridge: z.object({
    terminalId: z.string(),
    site: z.string(),
    asset: z.string(),
    account: z.string(),
    agent: z.string(),
    jumpserverSessionId: z.string().nullable(),
  }),
});

export type RecordingHead = z.infer<typeof headLine>;

/** What a recording says of itself; undefined where it cannot be opened with this key. */
export async function readHead(file: string, key: Uint8Array): Promise<RecordingHead | undefined> {
  try {
    const { bytes } = await readPart(file, key, firstFrame, 1);
    const line = Buffer.from(bytes).toString('utf8').split('\n', 1)[0] ?? '';
    const parsed = headLine.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined; // no file any more, or none of ours: it has no head
  }
}
