import { inflateSync } from 'node:zlib';

export interface Bitmap {
  readonly width: number;
  readonly height: number;
  /** RGBA, row by row. */
  readonly pixels: Uint8Array;
}

/** A captcha has some 7,000 pixels; more than this is no captcha. */
const MAX_PIXELS = 1_000_000;
const SIGNATURE = '89504e470d0a1a0a';
/** Samples a pixel by colour type: grey, RGB, palette, grey with alpha, RGBA. */
const SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** Reads a PNG of 1 to 8 bits a sample, not interlaced; undefined for any other. */
export function readPng(bytes: Buffer): Bitmap | undefined {
  try {
    return decode(bytes);
  } catch {
    return undefined; // cut short, or not compressed as it says
  }
}

function decode(bytes: Buffer): Bitmap | undefined {
  if (bytes.subarray(0, 8).toString('hex') !== SIGNATURE) return undefined;
  const chunks = [...chunksOf(bytes)];
  const part = (name: string) => chunks.find((chunk) => chunk.name === name)?.data;
  const header = part('IHDR');
  if (!header) return undefined;
  const width = header.readUInt32BE(0);
  const height = header.readUInt32BE(4);
  const depth = header.readUInt8(8);
  const colour = header.readUInt8(9);
  const samples = SAMPLES[colour];
  const readable = samples !== undefined && depth <= 8 && header.readUInt8(12) === 0;
  if (!readable || width === 0 || width * height > MAX_PIXELS) return undefined;

  const compressed = Buffer.concat(chunks.filter(({ name }) => name === 'IDAT').map(({ data }) => data));
  const stride = Math.ceil((width * samples * depth) / 8);
  const raw = inflateSync(compressed, { maxOutputLength: (stride + 1) * height });
  const rows = unfiltered(raw, stride, height, Math.max(1, (samples * depth) / 8));
  const palette = part('PLTE');
  const alpha = part('tRNS');
  const pixels = new Uint8Array(width * height * 4);
  const sampleAt = (x: number, y: number, index: number): number => {
    const bit = (x * samples + index) * depth;
    const byte = rows[y * stride + (bit >> 3)] ?? 0;
    return (byte >> (8 - depth - (bit & 7))) & (2 ** depth - 1);
  };
  const full = 255 / (2 ** depth - 1);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const first = sampleAt(x, y, 0);
      const at = (y * width + x) * 4;
      if (colour === 3) {
        for (let each = 0; each < 3; each += 1) pixels[at + each] = palette?.[first * 3 + each] ?? 0;
        pixels[at + 3] = alpha?.[first] ?? 255;
      } else {
        const grey = colour === 0 || colour === 4;
        for (let each = 0; each < 3; each += 1) pixels[at + each] = full * (grey ? first : sampleAt(x, y, each));
        pixels[at + 3] = colour === 4 || colour === 6 ? full * sampleAt(x, y, samples - 1) : 255;
      }
    }
  }
  return { width, height, pixels };
}

function* chunksOf(bytes: Buffer): Generator<{ readonly name: string; readonly data: Buffer }> {
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    yield { name: bytes.toString('latin1', at + 4, at + 8), data: bytes.subarray(at + 8, at + 8 + length) };
    at += 12 + length;
  }
}

/** Undoes the five filters of PNG; `step` is the distance to the pixel on the left in bytes. */
function unfiltered(raw: Buffer, stride: number, height: number, step: number): Uint8Array {
  const rows = new Uint8Array(stride * height);
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (stride + 1)];
    for (let x = 0; x < stride; x += 1) {
      const left = x >= step ? (rows[y * stride + x - step] ?? 0) : 0;
      const up = y > 0 ? (rows[(y - 1) * stride + x] ?? 0) : 0;
      const upLeft = y > 0 && x >= step ? (rows[(y - 1) * stride + x - step] ?? 0) : 0;
      const value = raw[y * (stride + 1) + 1 + x] ?? 0;
      rows[y * stride + x] = value + predicted(filter, left, up, upLeft);
    }
  }
  return rows;
}

function predicted(filter: number | undefined, left: number, up: number, upLeft: number): number {
  switch (filter) {
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) >> 1;
    case 4: {
      const guess = left + up - upLeft;
      const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - upLeft)];
      return a <= b && a <= c ? left : b <= c ? up : upLeft;
    }
    default:
      return 0;
  }
}
