import type { OutputRing, RingSlice } from './output-ring.ts';
import { readWholeCharacters } from './whole-characters.ts';
import { type Span, sequenceOver } from './whole-sequences.ts';

/** Where a stretch may begin and end. */
export interface Edges {
  /** What is wanted ends here: a stretch that ends earlier ends behind a line, as long as it has one. */
  readonly to?: number;
  /** `line`: it begins later, with a whole line, where there is one in its first half. */
  readonly begin?: 'line';
}

/** A line is looked for within this; what has none is one line. In bytes. */
const FAR_LINE = 4_096;
const LOOK_AROUND = 65_536 + 256;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/**
 * At most `maxBytes` from `from` on, between places where text can be cut: never inside a character or an escape sequence
 * (which may make it longer by the rest of one), behind a line where it goes on. `complete`: no more bytes can come.
 */
export function readStretch(
  ring: OutputRing,
  request: Edges & { readonly from: number; readonly maxBytes: number },
  complete: boolean,
): RingSlice {
  const to = Math.min(request.to ?? ring.end, ring.end);
  const asked = Math.min(Math.max(0, request.from), ring.end);
  const around = new Around(ring, Math.max(asked, ring.start), request.maxBytes);
  const open = around.sequenceOver(Math.max(asked, ring.start));
  const from = open ? open.end : Math.max(asked, ring.start);
  // Where all there is belongs to a sequence that has not ended, nothing can be read yet.
  if (from === null) return stretch(ring, asked, asked, 0);
  const slice = readWholeCharacters(ring, from, Math.min(request.maxBytes, Math.max(0, to - from)), complete);
  const hasGap = asked < ring.start;
  const start = beginning(slice, around, request.begin, hasGap);
  const isCut = request.to !== undefined && slice.end < to;
  const end = isCut ? lastLineEnd(slice, start) : slice.end;
  // Where a run or the terminal has ended, the half of a sequence that it left behind is all there is of it.
  const isLast = end === to && (to < ring.end ? request.to !== undefined : complete);
  return stretch(ring, start, isLast ? end : whole(around, start, end), hasGap ? start - asked : 0);
}

const stretch = (ring: OutputRing, start: number, end: number, gap: number): RingSlice => ({
  bytes: ring.read(start, end - start).bytes,
  start,
  end,
  gap,
});

/** An end that is not inside a sequence: before it, or behind one with which the stretch begins. */
function whole(around: Around, start: number, end: number): number {
  const open = around.sequenceOver(end);
  if (!open) return end;
  return open.start > start ? open.start : (open.end ?? start);
}
function beginning(slice: RingSlice, around: Around, begin: 'line' | undefined, hasGap: boolean): number {
  if ((begin !== 'line' && !hasGap) || around.byteBefore(slice.start) === lineFeed) return slice.start;
  const line = slice.bytes.indexOf(lineFeed) + 1;
  // What the ring moved over ended somewhere in the middle of a line.
  const far = hasGap ? FAR_LINE : slice.bytes.length / 2;
  return line > 0 && line <= far && line < slice.bytes.length ? slice.start + line : slice.start;
}

/** Behind a line in its second half, else before a redraw of the line; else in the middle of a very long one. */
function lastLineEnd(slice: RingSlice, start: number): number {
  const half = Math.max(start - slice.start, slice.bytes.length / 2);
  const line = slice.bytes.lastIndexOf(lineFeed);
  if (line >= half) return slice.start + line + 1;
  const drawn = slice.bytes.lastIndexOf(carriageReturn);
  return drawn > half ? slice.start + drawn : slice.end;
}

/** What stands around a stretch, as far as a sequence can reach. */
class Around {
  readonly #offset: number;
  readonly #text: string;

  constructor(ring: OutputRing, from: number, bytes: number) {
    this.#offset = Math.max(ring.start, from - LOOK_AROUND);
    const region = ring.read(this.#offset, from + bytes + LOOK_AROUND - this.#offset);
    this.#text = Buffer.from(region.bytes).toString('latin1');
  }

  sequenceOver(at: number): Span | null {
    const span = sequenceOver(this.#text, at - this.#offset);
    return span && { start: span.start + this.#offset, end: span.end === null ? null : span.end + this.#offset };
  }

  byteBefore(at: number): number | undefined {
    const index = at - 1 - this.#offset;
    return index < 0 ? undefined : this.#text.charCodeAt(index);
  }
}
