export interface DifferentLine {
  readonly kind: 'same' | 'gone' | 'new';
  readonly text: string;
}

/** More than this is shown as all gone and all new: nobody reads more, and the table grows with the square. */
const MAX_LINES = 1_500;

/** What stands in `now` and not in `before`, line by line, by the longest row of lines that both have. */
export function lineDifference(before: string, now: string): readonly DifferentLine[] {
  const [a, b] = [lines(before), lines(now)];
  if (a.length > MAX_LINES || b.length > MAX_LINES)
    return [
      ...a.map((text) => ({ kind: 'gone', text }) as const),
      ...b.map((text) => ({ kind: 'new', text }) as const),
    ];
  const width = b.length + 1;
  /** At i, j: how many lines a from i on and b from j on have in common. */
  const common = new Uint16Array((a.length + 1) * width);
  const at = (i: number, j: number) => common[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1)
    for (let j = b.length - 1; j >= 0; j -= 1)
      common[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const found: DifferentLine[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [gone, come] = [a[i], b[j]];
    if (gone !== undefined && gone === come) {
      found.push({ kind: 'same', text: gone });
      i += 1;
      j += 1;
    } else if (gone !== undefined && (come === undefined || at(i + 1, j) >= at(i, j + 1))) {
      found.push({ kind: 'gone', text: gone });
      i += 1;
    } else {
      found.push({ kind: 'new', text: come ?? '' });
      j += 1;
    }
  }
  return found;
}

const lines = (text: string): readonly string[] => text.replace(/\n$/, '').split('\n');
