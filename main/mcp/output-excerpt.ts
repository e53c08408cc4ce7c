import type { OutputText } from '../terminals/terminal-service.ts';
import { byteLength, visible } from './untrusted-text.ts';

/** Reads a stretch of one terminal's output: absolute byte offset, at most so many bytes. */
export type ReadOutput = (from: number, maxBytes: number) => OutputText;

export interface Excerpt {
  readonly text: string;
  readonly replaced: number;
  /** Where a next read goes on: the omission if there is one, else the end. */
  readonly next: number;
  /** Bytes between head and tail that are not shown. */
  readonly omitted: number;
  /** Bytes that the terminal no longer has. */
  readonly lost: number;
}

/** Of the 8 KB of a result (design §4) the rest is for what we say around the output. */
export const OUTPUT_BUDGET = 7_000;
const HEAD_BUDGET = 4_500;

/** All of `[start, end)` if it fits, else its head and tail with a line that names the cursor between them. */
export function headAndTail(read: ReadOutput, start: number, end: number): Excerpt {
  if (end <= start) return { text: '', replaced: 0, next: end, omitted: 0, lost: 0 };
  const whole = end - start <= OUTPUT_BUDGET * 4 ? shown(read(start, end - start)) : undefined;
  // The last character may not have come wholly yet; it stands at `whole.end`.
  if (whole !== undefined && byteLength(whole.text) <= OUTPUT_BUDGET && end - whole.end < 4)
    return { text: whole.text, replaced: whole.replaced, next: whole.end, omitted: 0, lost: whole.lost };
  const head = fitting(read, HEAD_BUDGET, (size) => [start, size]);
  const tail = fitting(read, OUTPUT_BUDGET - HEAD_BUDGET, (size) => [Math.max(head.end, end - size), size]);
  const omitted = Math.max(0, tail.start - head.end);
  const gap = omitted === 0 ? '' : `\n[… ${omitted} bytes omitted; cursor ${head.end} continues here …]\n`;
  return {
    text: `${head.text}${gap}${tail.text}`,
    replaced: head.replaced + tail.replaced,
    next: omitted === 0 ? tail.end : head.end,
    omitted,
    lost: head.lost,
  };
}

/** From `start` on, as much as fits; for a caller that pages. */
export function page(read: ReadOutput, start: number, end: number): Excerpt {
  if (end <= start) return { text: '', replaced: 0, next: start, omitted: 0, lost: 0 };
  const part = fitting(read, OUTPUT_BUDGET, (size) => [start, Math.min(size, end - start)]);
  return {
    text: part.text,
    replaced: part.replaced,
    next: part.end,
    omitted: Math.max(0, end - part.end),
    lost: part.lost,
  };
}

interface Part {
  readonly text: string;
  readonly replaced: number;
  readonly start: number;
  readonly end: number;
  readonly lost: number;
}

/** Reads less until it fits: made visible, one hostile byte may become ten. */
function fitting(read: ReadOutput, budget: number, stretch: (size: number) => readonly [number, number]): Part {
  for (let size = budget; ; size = Math.floor(size / 2)) {
    const part = shown(read(...stretch(size)));
    if (byteLength(part.text) <= budget || size <= 64) return part;
  }
}

function shown({ text, start, end, gap }: OutputText): Part {
  return { ...visible(text), start, end, lost: gap };
}
