/** Farther than any screen is wide; a server must not make us build endless blanks. */
const MOST_COLUMNS = 10_000;
const TAB_STOPS = 8;

/** East Asian wide and full-width characters, and emoji: two columns each. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f680}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const JOINED = /\p{M}|\u200d|\ufe0f/u;

/**
 * One line as a terminal draws it: what is written later stands over what was there. Knows the moves that stay in the line;
 * a cell that continues a wide character is ''.
 */
export class PlainLine {
  #cells: string[] = [];
  #column = 0;

  write(character: string): void {
    if (JOINED.test(character)) {
      this.#join(character);
      return;
    }
    if (WIDE.test(character)) this.#put(character, '');
    else this.#put(character);
  }

  return(): void {
    this.#column = 0;
  }

  /** Negative goes left. */
  move(columns: number): void {
    this.#column = Math.max(0, Math.min(MOST_COLUMNS, this.#column + columns));
  }

  /** From 0. */
  moveTo(column: number): void {
    this.#column = 0;
    this.move(column);
  }

  /** Over what stands there; behind the end the tab itself stays, as the text had it. */
  tab(): void {
    const stop = (Math.floor(this.#column / TAB_STOPS) + 1) * TAB_STOPS;
    if (this.#column < this.#cells.length) this.moveTo(stop);
    else {
      this.#put('\t', ...Array.from({ length: stop - this.#column - 1 }, () => ''));
    }
  }

  /** EL: 0 from the cursor on, 1 up to and with it, 2 all. The cursor stays. */
  erase(mode: number): void {
    if (mode === 0) {
      this.#cut(this.#column);
      this.#cells.length = Math.min(this.#cells.length, this.#column);
    } else if (mode === 1) {
      this.#cut(this.#column + 1);
      this.#cells.fill(' ', 0, this.#column + 1);
    }
    if (mode === 2) this.#cells = [];
  }

  /** DCH: what follows moves up. */
  remove(count: number): void {
    this.#cut(this.#column);
    this.#cut(this.#column + count);
    this.#cells.splice(this.#column, count);
  }

  toString(): string {
    return this.#cells.join('');
  }

  #put(...cells: readonly string[]): void {
    const from = this.#column;
    const after = from + cells.length;
    while (this.#cells.length < from) this.#cells.push(' ');
    this.#cut(from);
    this.#cut(after);
    for (const [at, cell] of cells.entries()) this.#cells[from + at] = cell;
    this.#column = Math.min(MOST_COLUMNS, after);
  }

  /** Half of a wide character cannot stand alone: one that reaches over this border becomes blanks. */
  #cut(column: number): void {
    if (column === 0 || this.#cells[column] !== '') return;
    this.#cells[column - 1] = ' ';
    this.#cells[column] = ' ';
  }

  #join(mark: string): void {
    let at = Math.min(this.#column, this.#cells.length) - 1;
    while (at > 0 && this.#cells[at] === '') at -= 1;
    if (at >= 0) this.#cells[at] += mark;
  }
}
