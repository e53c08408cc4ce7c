import type { Edges } from '../terminals/output-page.ts';
import type { OutputText } from '../terminals/terminal-service.ts';
import { byteLength, visible } from './untrusted-text.ts';

/** Reads a stretch of one terminal's output: absolute byte offset, at most so many bytes. */
export type ReadOutput = (from: number, maxBytes: number, edges?: Edges) => OutputText;

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

/** Bytes of text, made visible, that are shown of the beginning and of the end. */
export interface Budget {
  readonly head: number;
  readonly tail: number;
}

/** Of the 8 KB of a result (design §4) the rest is for what we say around the output. */
export const DEFAULT_BUDGET: Budget = { head: 4_500, tail: 2_500 };
export const PAGE_BUDGET: Budget = { head: 7_000, tail: 0 };
/** Progress of thousands of steps reads as one line: so much of it is looked at for one result. In bytes. */
const FARTHEST = 256 * 1_024;

/** All of `[start, end)` if it fits, else its head and tail with a line that names the cursor between them. */
export function headAndTail(read: ReadOutput, start: number, end: number, budget: Budget = DEFAULT_BUDGET): Excerpt {
  if (end <= start) return { text: '', replaced: 0, next: end, omitted: 0, lost: 0 };
  const whole = end - start <= FARTHEST ? shown(read(start, end - start, { to: end })) : undefined;
  if (whole !== undefined && byteLength(whole.text) <= budget.head + budget.tail)
    return { text: whole.text, replaced: whole.replaced, next: whole.end, omitted: 0, lost: whole.lost };
  const head = budget.head === 0 ? nothingAt(start) : headOf(read, start, end, budget.head);
  const tail = budget.tail === 0 ? nothingAt(end) : tailOf(read, head.end, end, budget.tail);
  const omitted = Math.max(0, tail.start - head.end);
  // Without a tail the caller pages: what is left is no omission.
  const gap = omitted === 0 || budget.tail === 0 ? '' : omission(omitted, head);
  return {
    text: `${head.text}${gap}${tail.text}`,
    replaced: head.replaced + tail.replaced,
    next: omitted === 0 ? tail.end : head.end,
    omitted,
    lost: budget.head === 0 ? tail.lost : head.lost,
  };
}

const omission = (bytes: number, head: Part): string =>
  `${head.text === '' || head.text.endsWith('\n') ? '' : '\n'}[… ${bytes} bytes omitted; cursor ${head.end} continues here …]\n`;

interface Part {
  readonly text: string;
  readonly replaced: number;
  readonly start: number;
  readonly end: number;
  readonly lost: number;
}

const nothingAt = (at: number): Part => ({ text: '', replaced: 0, start: at, end: at, lost: 0 });

const headOf = (read: ReadOutput, start: number, end: number, budget: number): Part =>
  fitting(budget, end - start, (size) => shown(read(start, size, { to: end })));

const tailOf = (read: ReadOutput, start: number, end: number, budget: number): Part =>
  fitting(budget, end - start, (size) =>
    shown(read(Math.max(start, end - size), Math.min(size, end - start), { to: end, begin: 'line' })),
  );

/** The largest part that fits: made visible, one hostile byte may become ten, and a megabyte of progress one line. */
function fitting(budget: number, all: number, part: (size: number) => Part): Part {
  let best: Part | undefined;
  for (let size = budget; ; ) {
    const now = part(size);
    const length = byteLength(now.text);
    if (length > budget) {
      if (best !== undefined || size <= 64) return best ?? now;
      size = Math.floor(size / 2);
      continue;
    }
    // Shrunk to this, or nothing to gain.
    if (size < budget || length > budget / 2 || size >= Math.min(all, FARTHEST)) return now;
    best = now;
    size *= 4;
  }
}

function shown({ text, start, end, gap }: OutputText): Part {
  return { ...visible(text), start, end, lost: gap };
}
