import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';

/** Names the format; the digit rises when it changes. */
const MAGIC = Buffer.from('DBREC1\n');
const ID_BYTES = 16;
const HEADER_BYTES = MAGIC.length + ID_BYTES;
/** Length of the sealed bytes, then whether it is the last frame. */
const LEAD_BYTES = 5;
const TAG_BYTES = 16;
/** What a crash loses at most, and what a reader holds in memory. */
export const FRAME_BYTES = 64 * 1024;

/** `complete`: up to its authenticated end. `torn`: its writer was cut off. `tampered`: not what was written, or another key. */
export type SealedEnd = 'complete' | 'torn' | 'tampered';

/** Bytes of a file; fewer than asked for only at its end. */
export type ReadAt = (offset: number, length: number) => Promise<Uint8Array>;

/**
 * Seals a stream in frames (AES-256-GCM). Each file has a key of its own, derived from the vault's and a random id, so that
 * a counter is a nonce that never repeats; the counter makes the order part of what is authenticated.
 *
 * @example
 * const frames = new SealedFrames(key, randomBytes(16));
 * file.write(Buffer.concat([frames.header, frames.seal(text), frames.seal(rest, 'last')]));
 */
export class SealedFrames {
  readonly header: Uint8Array;
  readonly #key: Buffer;
  #next = 0n;
  #over = false;

  /** `key`: 32 bytes; `fileId`: 16 random bytes, never used twice with one key. */
  constructor(key: Uint8Array, fileId: Uint8Array) {
    if (fileId.length !== ID_BYTES) throw new RangeError(`a file's id has ${ID_BYTES} bytes`);
    this.header = Buffer.concat([MAGIC, fileId]);
    this.#key = fileKey(key, fileId);
  }

  /** At most FRAME_BYTES. Nothing follows the last one. */
  seal(plain: Uint8Array, place: 'middle' | 'last' = 'middle'): Uint8Array {
    if (this.#over) throw new RangeError('the last frame was sealed');
    if (plain.length > FRAME_BYTES) throw new RangeError(`a frame has at most ${FRAME_BYTES} bytes`);
    this.#over = place === 'last';
    const lead = Buffer.alloc(LEAD_BYTES);
    lead.writeUInt32BE(plain.length);
    lead.writeUInt8(this.#over ? 1 : 0, LEAD_BYTES - 1);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce(this.#next)).setAAD(lead);
    this.#next += 1n;
    return Buffer.concat([lead, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  }
}

/** Where a frame begins: its number, and its place in the file in bytes. */
export interface FramePlace {
  readonly index: number;
  readonly offset: number;
}

export const firstFrame: FramePlace = { index: 0, offset: HEADER_BYTES };

export interface OpenedFrame {
  readonly plain: Uint8Array;
  /** Where reading goes on behind it. */
  readonly next: FramePlace;
}

/** Yields what each frame holds, in order, and nothing that is not authentic; returns how it ended. */
export async function* openFrames(
  readAt: ReadAt,
  key: Uint8Array,
  from: FramePlace = firstFrame,
): AsyncGenerator<OpenedFrame, SealedEnd, undefined> {
  const header = await readAt(0, HEADER_BYTES);
  if (!MAGIC.subarray(0, header.length).equals(header.subarray(0, MAGIC.length))) return 'tampered';
  if (header.length < HEADER_BYTES) return 'torn';
  const own = fileKey(key, header.subarray(MAGIC.length));
  let { offset } = from;
  for (let index = from.index; ; index += 1) {
    const lead = Buffer.from(await readAt(offset, LEAD_BYTES));
    if (lead.length < LEAD_BYTES) return 'torn';
    const length = lead.readUInt32BE();
    const last = lead.readUInt8(LEAD_BYTES - 1);
    if (length > FRAME_BYTES || last > 1) return 'tampered';
    const body = await readAt(offset + LEAD_BYTES, length + TAG_BYTES);
    if (body.length < length + TAG_BYTES) return 'torn';
    const plain = opened(own, BigInt(index), lead, body);
    if (plain === null) return 'tampered';
    offset += LEAD_BYTES + body.length;
    yield { plain, next: { index: index + 1, offset } };
    if (last === 1) return (await readAt(offset, 1)).length === 0 ? 'complete' : 'tampered';
  }
}

function opened(key: Buffer, index: bigint, lead: Uint8Array, body: Uint8Array): Uint8Array | null {
  const length = body.length - TAG_BYTES;
  const decipher = createDecipheriv('aes-256-gcm', key, nonce(index), { authTagLength: TAG_BYTES })
    .setAAD(lead)
    .setAuthTag(body.subarray(length));
  try {
    return Buffer.concat([decipher.update(body.subarray(0, length)), decipher.final()]);
  } catch {
    return null; // what Node throws says no more than that the tag does not fit
  }
}

function fileKey(key: Uint8Array, fileId: Uint8Array): Buffer {
  return Buffer.from(hkdfSync('sha256', key, fileId, 'drawbridge recording 1', 32));
}

function nonce(index: bigint): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeBigUInt64BE(index, 4);
  return bytes;
}
