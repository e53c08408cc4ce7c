import type { OutputRing, RingSlice } from './output-ring.ts';

/** Continuation bytes that a UTF-8 character has at most. */
const mostContinuations = 3;

/**
 * At most `maxBytes` from `from` on, without the halves of characters that begin before or end behind them: a reader who
 * goes on at `end` sees each character once. `complete`: no more bytes can come, so half a character at the very end is all
 * there is of it, and part of the stretch.
 */
export function readWholeCharacters(ring: OutputRing, from: number, maxBytes: number, complete: boolean): RingSlice {
  const slice = ring.read(from, maxBytes);
  if (slice.bytes.length === 0) return slice;
  const offset = Math.max(ring.start, slice.start - mostContinuations);
  const around = ring.read(offset, slice.end + mostContinuations - offset).bytes;
  const first = characterOver(around, slice.start - offset);
  const last = characterOver(around, slice.end - offset);
  const start = Math.min(slice.end, offset + (first?.end ?? slice.start - offset));
  const isCut = last !== null && !(complete && slice.end === ring.end);
  const end = isCut ? offset + last.start : slice.end;
  if (end <= start) return { bytes: new Uint8Array(0), start, end: start, gap: slice.gap };
  const bytes = slice.bytes.subarray(start - slice.start, end - slice.start);
  return { bytes, start, end, gap: slice.gap === 0 ? 0 : slice.gap + start - slice.start };
}

/** The character that begins before `at` and goes on at it; null where `at` is a boundary, or what stands there is no UTF-8. */
function characterOver(bytes: Uint8Array, at: number): { readonly start: number; readonly end: number } | null {
  let start = at - 1;
  while (start >= at - mostContinuations && isContinuation(bytes[start])) start -= 1;
  const first = bytes[start];
  // Its first bytes are gone from the ring.
  if (first === undefined)
    return isContinuation(bytes[at]) ? { start: 0, end: continuationsEnd(bytes, at, at + 3) } : null;
  const end = start + lengthFrom(first);
  const there = Math.min(end, bytes.length);
  return end > at && continuationsEnd(bytes, at, there) === there ? { start, end } : null;
}

function continuationsEnd(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && isContinuation(bytes[at])) at += 1;
  return at;
}

const isContinuation = (byte: number | undefined) => byte !== undefined && (byte & 0xc0) === 0x80;

/** Bytes of the character that `first` begins; 1 for what begins none. */
function lengthFrom(first: number): number {
  if (first >= 0xf0 && first <= 0xf4) return 4;
  if (first >= 0xe0 && first < 0xf0) return 3;
  return first >= 0xc2 && first < 0xe0 ? 2 : 1;
}
