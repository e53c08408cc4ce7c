import type { Table } from './wire.ts';

const GAP = '  ';
/** A column that is cut keeps this much. */
const LEAST = 12;
const WIDE =
  /\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u;
const characters = new Intl.Segmenter();

/**
 * Lines with aligned columns. `columns` is the terminal's width: where rows are wider the widest columns are cut, with `…`;
 * undefined where nobody looks, and nothing is cut.
 */
export function tableText({ head, rows }: Table, columns: number | undefined): string {
  const all = [...(head ? [head] : []), ...rows].map((row) => row.map(oneLine));
  const count = Math.max(0, ...all.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, at) => Math.max(...all.map((row) => width(row[at] ?? ''))));
  if (columns !== undefined) shrink(widths, columns - GAP.length * (count - 1));
  return all
    .map(
      (row) =>
        `${row
          .map((cell, at) => fitted(cell, widths[at] ?? 0))
          .join(GAP)
          .trimEnd()}\n`,
    )
    .join('');
}

/** Takes from the widest column until all fit, or none has anything to give. */
function shrink(widths: number[], room: number): void {
  for (let over = widths.reduce((sum, one) => sum + one, 0) - room; over > 0; over -= 1) {
    const widest = Math.max(...widths);
    if (widest <= LEAST) return;
    widths[widths.lastIndexOf(widest)] = widest - 1;
  }
}

function fitted(cell: string, to: number): string {
  const own = width(cell);
  if (own <= to) return cell + ' '.repeat(to - own);
  let kept = '';
  let used = 0;
  for (const { segment } of characters.segment(cell)) {
    const more = width(segment);
    if (used + more > to - 1) break;
    kept += segment;
    used += more;
  }
  return `${kept}…${' '.repeat(to - used - 1)}`;
}

/** In columns of a terminal. */
function width(text: string): number {
  let columns = 0;
  for (const { segment } of characters.segment(text)) columns += WIDE.test(segment) ? 2 : 1;
  return columns;
}

/** Names come from sites: they never move the cursor. */
const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ');
