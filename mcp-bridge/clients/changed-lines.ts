export interface ChangedLine {
  readonly kind: 'same' | 'gone' | 'new';
  readonly text: string;
  /** In the old file for what goes, in the new one else; counted from 1. */
  readonly number: number;
}

export interface Change {
  /** The changed lines with some around; between two of them lines may be left out. */
  readonly hunks: readonly (readonly ChangedLine[])[];
  readonly added: number;
  readonly removed: number;
}

const AROUND = 3;
/** The table below grows with the square. */
const MAX_MIDDLE = 2_000;

/** What differs between two texts, line by line. Values that look like secrets are hidden: others may see the screen. */
export function changedLines(before: string, after: string): Change {
  const [a, b] = [lines(before), lines(after)];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  const all: ChangedLine[] = [
    ...a.slice(Math.max(0, start - AROUND), start).map((text, at) => ({
      ...{ kind: 'same' as const, text },
      number: Math.max(0, start - AROUND) + at + 1,
    })),
    ...middle(a.slice(start, a.length - end), b.slice(start, b.length - end), start),
    ...a.slice(a.length - end, a.length - end + AROUND).map((text, at) => ({
      ...{ kind: 'same' as const, text },
      number: b.length - end + at + 1,
    })),
  ].map((line) => ({ ...line, text: hideSecrets(line.text) }));
  return {
    hunks: apart(all),
    added: all.filter(({ kind }) => kind === 'new').length,
    removed: all.filter(({ kind }) => kind === 'gone').length,
  };
}

const signs = { same: ' ', gone: '-', new: '+' } as const;

/** As `diff -u` prints it. */
export function unifiedDiff(file: string, before: string | null, after: string | null): string {
  const { hunks } = changedLines(before ?? '', after ?? '');
  const body = hunks.flatMap((hunk) => {
    const first = (kind: 'gone' | 'new') =>
      hunk.find((line) => line.kind === 'same' || line.kind === kind)?.number ?? 0;
    const count = (kind: 'gone' | 'new') => hunk.filter((line) => line.kind === 'same' || line.kind === kind).length;
    return [
      `@@ -${first('gone')},${count('gone')} +${first('new')},${count('new')} @@`,
      ...hunk.map(({ kind, text }) => `${signs[kind]}${text}`),
    ];
  });
  return [
    `--- ${before === null ? '/dev/null' : file}`,
    `+++ ${after === null ? '/dev/null' : file}`,
    ...body,
    '',
  ].join('\n');
}

function middle(a: readonly string[], b: readonly string[], start: number): ChangedLine[] {
  const gone = (i: number): ChangedLine => ({ kind: 'gone', text: a[i] ?? '', number: start + i + 1 });
  const come = (j: number): ChangedLine => ({ kind: 'new', text: b[j] ?? '', number: start + j + 1 });
  if (a.length * b.length > MAX_MIDDLE * MAX_MIDDLE) return [...a.map((_, i) => gone(i)), ...b.map((_, j) => come(j))];
  const width = b.length + 1;
  const common = new Uint16Array((a.length + 1) * width);
  const at = (i: number, j: number) => common[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1)
    for (let j = b.length - 1; j >= 0; j -= 1)
      common[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const found: ChangedLine[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      found.push({ kind: 'same', text: b[j] ?? '', number: start + j + 1 });
      [i, j] = [i + 1, j + 1];
    } else if (i < a.length && (j >= b.length || at(i + 1, j) >= at(i, j + 1))) {
      found.push(gone(i));
      i += 1;
    } else {
      found.push(come(j));
      j += 1;
    }
  }
  return found;
}

/** Where many lines in a row are the same, the middle of them is left out. */
function apart(all: readonly ChangedLine[]): ChangedLine[][] {
  const near = all.map((_, at) =>
    all.slice(Math.max(0, at - AROUND), at + AROUND + 1).some(({ kind }) => kind !== 'same'),
  );
  const hunks: ChangedLine[][] = [];
  for (const [at, line] of all.entries()) {
    if (!near[at]) continue;
    if (at === 0 || !near[at - 1]) hunks.push([]);
    hunks.at(-1)?.push(line);
  }
  return hunks;
}

const lines = (text: string): readonly string[] =>
  text === ''
    ? []
    : text
        .replace(/\r?\n$/, '')
        .replace('\uFEFF', '')
        .split(/\r?\n/);

const SECRET =
  /((?:["']?)[\w.-]*(?:token|secret|passw|api[_-]?key|access[_-]?key|authorization|credential)[\w.-]*["']?\s*[:=]\s*)(?:"(?:[^"\\]|\\.)*"|'[^']*')/gi;

const hideSecrets = (line: string): string => line.replace(SECRET, '$1"•••"');
