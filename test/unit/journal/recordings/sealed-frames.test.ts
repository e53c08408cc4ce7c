import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import {
  FRAME_BYTES,
  openFrames,
  type SealedEnd,
  SealedFrames,
} from '../../../../main/journal/recordings/sealed-frames.ts';

const key = randomBytes(32);
const texts = ['first', 'second', 'third'];

function sealed(): readonly [Buffer, Buffer, Buffer, Buffer] {
  const frames = new SealedFrames(key, randomBytes(16));
  return [
    Buffer.from(frames.header),
    Buffer.from(frames.seal(Buffer.from('first'))),
    Buffer.from(frames.seal(Buffer.from('second'))),
    Buffer.from(frames.seal(Buffer.from('third'), 'last')),
  ];
}

async function read(file: Uint8Array, by: Uint8Array = key): Promise<{ texts: string[]; end: SealedEnd }> {
  const found: string[] = [];
  const frames = openFrames(async (offset, length) => file.subarray(offset, offset + length), by);
  for (;;) {
    const next = await frames.next();
    if (next.done) return { texts: found, end: next.value };
    found.push(Buffer.from(next.value.plain).toString());
  }
}

test('what was sealed is read back to its end, and no word of it stands in the file', async () => {
  const file = Buffer.concat(sealed());
  expect(await read(file)).toEqual({ texts, end: 'complete' });
  for (const text of texts) expect(file.includes(text)).toBe(false);
});

test('a file cut anywhere is read up to its last whole frame, and never called complete', async () => {
  const parts = sealed();
  const file = Buffer.concat(parts);
  for (let size = 0; size < file.length; size += 1) {
    let whole = -1;
    let end = 0;
    for (const part of parts) {
      end += part.length;
      if (end <= size) whole += 1;
    }
    expect(await read(file.subarray(0, size))).toEqual({ texts: texts.slice(0, Math.max(0, whole)), end: 'torn' });
  }
});

test('a changed bit anywhere yields nothing that was not written, and the file is never called complete', async () => {
  const file = Buffer.concat(sealed());
  for (let at = 0; at < file.length; at += 1) {
    const changed = Buffer.from(file);
    changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
    const { texts: found, end } = await read(changed);
    expect(end).not.toBe('complete');
    expect(found).toEqual(texts.slice(0, found.length));
  }
});

test('frames in another order, twice, left out, or after the end are found', async () => {
  const [header, first, second, last] = sealed();
  for (const parts of [
    [header, second, first, last],
    [header, first, first, second, last],
    [header, first, last],
    [header, first, second, last, last],
  ])
    expect((await read(Buffer.concat(parts))).end).toBe('tampered');
});

test('a frame of another recording does not open in this one, nor any with another key', async () => {
  const [header, first] = sealed();
  const [, , second] = sealed();
  expect(await read(Buffer.concat([header, first, second]))).toEqual({ texts: ['first'], end: 'tampered' });
  expect(await read(Buffer.concat(sealed()), randomBytes(32))).toEqual({ texts: [], end: 'tampered' });
});

test('frames are bounded, and nothing follows the last one', () => {
  const frames = new SealedFrames(key, randomBytes(16));
  expect(() => frames.seal(new Uint8Array(FRAME_BYTES + 1))).toThrow(RangeError);
  frames.seal(new Uint8Array(FRAME_BYTES), 'last');
  expect(() => frames.seal(new Uint8Array(1))).toThrow(RangeError);
});
