const TAB_STOPS = 8;

/** East Asian wide and full-width characters, and emoji: two columns each. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f680}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const JOINED = /\p{M}|\u200d|\ufe0f/u;

export function columnsOfCharacter(character: string): 0 | 1 | 2 {
  if (JOINED.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}

export const nextTabStop = (column: number): number => (Math.floor(column / TAB_STOPS) + 1) * TAB_STOPS;

/** What stands in one column: null was never written; '' continues the wide character or tab before it. */
type Cell = string | null;

/**
 * One row as a terminal keeps it: what is written later stands over what was there. Almost all rows are written once from
 * left to right in ASCII and tabs: those stay a string, and get cells at the first write that is anything else.
 */
export class PlainLine {
  /** Byte offset in the output at which it was begun. */
  readonly offset: number;
  /** It goes on where the row above was full. */
  wrapped = false;
  #text = '';
  /** How far `#text` reaches. */
  #columns = 0;
  #cells: Cell[] | null = null;

  constructor(offset: number) {
    this.offset = offset;
  }

  get isEmpty(): boolean {
    return this.#cells === null ? this.#text === '' : this.#cells.length === 0;
  }

  /** Printable ASCII. */
  writeAscii(column: number, text: string): void {
    if (this.#cells !== null || column !== this.#columns) {
      this.#put(column, [...text]);
      return;
    }
    this.#text += text;
    this.#columns += text.length;
  }

  write(column: number, character: string, columns: 1 | 2): void {
    this.#put(column, columns === 2 ? [character, ''] : [character]);
  }

  /** A mark that stands over the character left of `column`. */
  join(column: number, mark: string): void {
    const cells = this.#asCells();
    let at = Math.min(column, cells.length) - 1;
    while (at > 0 && cells[at] === '') at -= 1;
    if (at >= 0) cells[at] = `${cells[at] ?? ' '}${mark}`;
  }

  /** A tab behind the end stays what it is, as the text had it; over text it only moves. */
  tab(from: number, to: number): void {
    if (to <= from) return;
    if (this.#cells === null && from === this.#columns && to === nextTabStop(from)) {
      this.#text += '\t';
      this.#columns = to;
    } else if (from >= this.#asCells().length) {
      this.#put(from, tabCells(from, to));
    }
  }

  /** `[from, to)` becomes blank. */
  erase(from: number, to: number): void {
    if (this.#cells === null && from === 0 && to >= this.#columns) {
      this.#text = '';
      this.#columns = 0;
      return;
    }
    const cells = this.#asCells();
    if (from >= cells.length) return;
    this.#cut(from);
    this.#cut(to);
    if (to >= cells.length) cells.length = from;
    else cells.fill(null, from, to);
  }

  /** DCH: what follows moves up. */
  remove(column: number, count: number): void {
    const cells = this.#asCells();
    this.#cut(column);
    this.#cut(column + count);
    cells.splice(column, count);
  }

  /** ICH: what follows moves on, and off the row at `width`. */
  insert(column: number, count: number, width: number): void {
    const cells = this.#asCells();
    if (column >= cells.length) return;
    this.#cut(column);
    const room = Math.min(count, width - column);
    cells.splice(column, 0, ...Array.from({ length: room }, () => null));
    if (cells.length > width) {
      this.#cut(width);
      cells.length = width;
    }
  }

  /** What stands left of `column`. */
  upTo(column: number): string {
    if (this.#cells === null && column >= this.#columns) return this.#text;
    return this.#asCells()
      .slice(0, column)
      .map((cell) => cell ?? ' ')
      .join('');
  }

  toString(): string {
    if (this.#cells === null && !(this.wrapped && this.#text.includes('\t'))) return this.#text;
    const cells = this.#asCells();
    let end = cells.length;
    while (end > 0 && cells[end - 1] === null) end -= 1;
    let text = '';
    for (let at = 0; at < end; at += 1) text += cells[at] === '\t' ? this.#tabAt(at) : (cells[at] ?? ' ');
    return text;
  }

  /** Blanks, where a tab would not reach as far as this one does: it was moved, or its row is not the first of its line. */
  #tabAt(column: number): string {
    const cells = this.#asCells();
    let stop = column + 1;
    while (cells[stop] === '') stop += 1;
    return stop === nextTabStop(column) && !this.wrapped ? '\t' : ' '.repeat(stop - column);
  }

  #asCells(): Cell[] {
    if (this.#cells !== null) return this.#cells;
    const cells: Cell[] = [];
    for (const character of this.#text) {
      if (character === '\t') cells.push(...tabCells(cells.length, nextTabStop(cells.length)));
      else cells.push(character);
    }
    this.#cells = cells;
    return cells;
  }

  #put(from: number, written: readonly Cell[]): void {
    const cells = this.#asCells();
    while (cells.length < from) cells.push(null);
    this.#cut(from);
    this.#cut(from + written.length);
    for (const [at, cell] of written.entries()) cells[from + at] = cell;
  }

  /** Half of a wide character cannot stand alone: one that reaches over this border becomes blank. */
  #cut(column: number): void {
    const cells = this.#asCells();
    if (cells[column] !== '') return;
    let first = column;
    while (first > 0 && cells[first] === '') first -= 1;
    for (let at = first; at === first || cells[at] === ''; at += 1) cells[at] = null;
  }
}

const tabCells = (from: number, to: number): Cell[] => ['\t', ...Array.from({ length: to - from - 1 }, () => '')];
