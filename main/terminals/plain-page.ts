import { columnsOfCharacter, nextTabStop, PlainLine } from './plain-line.ts';

/** A line of output without control characters. */
export interface OutputLine {
  readonly text: string;
  /** Byte offset in the output at which it was begun. */
  readonly offset: number;
}

export interface PageSize {
  /** Infinity: lines never wrap. */
  readonly cols: number;
  /** How far up a program can reach: a terminal's screen. */
  readonly rows: number;
}

/** Farther than any screen is wide; a server must not make us build endless blanks. */
const MOST_COLUMNS = 10_000;

/**
 * An endless page of which the last `rows` rows can still be changed, as on a screen; what leaves them is finished. It begins
 * where the output begins, not at the top of a screen: a program that goes up farther draws in rows above it.
 */
export class PlainPage {
  #cols: number;
  readonly #most: number;
  #rows: PlainLine[];
  /** Rows above the beginning that nobody drew in. */
  readonly #untouched = new Set<PlainLine>();
  #row = 0;
  #column = 0;
  #finished: { text: string; readonly offset: number }[] = [];
  /** The last finished line went on in the next row when it was finished. */
  #open = false;
  /** Number of the first row; those above the beginning have negative ones. */
  #top = 0;
  #saved: { readonly row: number; readonly column: number } | null = null;
  /** The page's own rows, while a program draws somewhere by address and will come back. */
  #kept: PlainLine[] | null = null;
  /** Where rows begin that are made now. */
  offset: number;

  constructor(size: PageSize, offset: number) {
    this.#cols = size.cols;
    this.#most = size.rows;
    this.offset = offset;
    this.#rows = [new PlainLine(offset)];
  }

  // ---- out ------------------------------------------------------------------------------------------------------

  /** The lines that nothing can change any more, once. */
  take(): OutputLine[] {
    return this.#finished.splice(0, this.#open ? this.#finished.length - 1 : this.#finished.length);
  }

  /** Those that were not taken, as they stand. */
  rest(): OutputLine[] {
    const lines = this.#finished.map((line) => ({ ...line }));
    const below = this.#kept === null ? this.#row : this.#kept.length + this.#row;
    const rows = this.#kept === null ? this.#rows : [...this.#kept, ...this.#rows];
    let end = rows.length;
    while (end - 1 > below && rows[end - 1]?.isEmpty) end -= 1;
    let open = this.#open;
    for (const row of rows.slice(0, end)) {
      this.#add(lines, row, open);
      open = true;
    }
    return lines;
  }

  /** The line that the cursor stands on, without the blanks that line editors draw behind it (ksh). */
  cursorLine(): string {
    let first = this.#row;
    while (first > 0 && this.#rows[first]?.wrapped) first -= 1;
    let last = this.#row + 1;
    while (this.#rows[last]?.wrapped) last += 1;
    const text = this.#rows.slice(first, last).join('');
    const written = text.trimEnd();
    const rows = (this.#row - first) * (Number.isFinite(this.#cols) ? this.#cols : 0);
    const blanks = rows + this.#column - [...written].reduce((sum, one) => sum + columnsOfCharacter(one), 0);
    return text.slice(0, written.length + Math.max(0, blanks));
  }

  /** The part of it that stands before the cursor: some prompts have a right side. */
  beforeCursor(): string {
    let first = this.#row;
    while (first > 0 && this.#rows[first]?.wrapped) first -= 1;
    const above = this.#rows.slice(first, this.#row).join('');
    return above + (this.#rows[this.#row]?.upTo(this.#column) ?? '');
  }

  // ---- text -----------------------------------------------------------------------------------------------------

  set cols(cols: number) {
    this.#cols = cols;
  }

  /** Printable characters. */
  write(text: string): void {
    if (/^[ -~]*$/.test(text)) this.#writeAscii(text);
    else for (const character of text) this.#writeOne(character);
  }

  #writeAscii(text: string): void {
    for (let at = 0; at < text.length; ) {
      if (this.#column >= this.#cols) this.#wrap();
      const piece = text.slice(at, at + this.#cols - this.#column);
      this.#line().writeAscii(this.#column, piece);
      this.#column += piece.length;
      at += piece.length;
    }
  }

  #writeOne(character: string): void {
    const columns = columnsOfCharacter(character);
    if (columns === 0) {
      this.#line().join(this.#column, character);
      return;
    }
    if (this.#column + columns > this.#cols) this.#wrap();
    this.#line().write(this.#column, character, columns);
    this.#column += columns;
  }

  #wrap(): void {
    // A wide character did not fit.
    if (this.#column < this.#cols) this.#line().erase(this.#column, this.#cols);
    this.#below();
    this.#line().wrapped = true;
    this.#column = 0;
  }

  /** A bare line feed begins a line as well: staircases help nobody. */
  lineFeed(): void {
    this.#column = 0;
    this.#below();
    this.#line().wrapped = false;
  }

  #below(): void {
    this.#row += 1;
    if (this.#row < this.#rows.length) return;
    this.#rows.push(new PlainLine(this.offset));
    if (this.#rows.length > this.#most) this.#finishFirst();
  }

  tab(): void {
    if (this.#column >= this.#cols) return;
    const stop = Math.min(nextTabStop(this.#column), this.#lastColumn());
    this.#line().tab(this.#column, stop);
    this.#column = stop;
  }

  // ---- moves ----------------------------------------------------------------------------------------------------

  return(): void {
    this.#column = 0;
  }

  /** Negative goes left. */
  move(columns: number): void {
    this.moveTo(Math.min(this.#column, this.#lastColumn()) + columns);
  }

  /** From 0. */
  moveTo(column: number): void {
    this.#column = Math.max(0, Math.min(this.#lastColumn(), column));
  }

  up(rows: number): void {
    this.move(0);
    for (let left = Math.min(rows, this.#most); left > 0; left -= 1) {
      if (this.#row > 0) this.#row -= 1;
      else if (this.#rows.length < this.#most && this.#kept === null) {
        const above = new PlainLine(this.#firstRow().offset);
        this.#untouched.add(above);
        this.#rows.unshift(above);
        this.#top -= 1;
      }
    }
  }

  down(rows: number): void {
    this.move(0);
    this.#row = Math.min(this.#row + rows, this.#most - 1);
    while (this.#rows.length <= this.#row) this.#rows.push(new PlainLine(this.offset));
  }

  /**
   * A place by address: where on the screen the output began is not known, and drawing over what a log said would lose it.
   * With the cursor saved it is a status line (apt's progress), gone when the cursor comes back; else a new line.
   */
  jump(column: number | null): void {
    if (this.#saved !== null && this.#kept === null) {
      this.#kept = this.#rows;
      this.#rows = [new PlainLine(this.offset)];
      this.#row = 0;
    } else {
      this.freshLine();
    }
    if (column !== null) this.moveTo(column);
  }

  /** The end of the page, at the beginning of a line. */
  freshLine(): void {
    this.#row = this.#rows.length - 1;
    if (!this.#line().isEmpty) this.lineFeed();
    this.#column = 0;
  }

  save(): void {
    if (this.#kept === null) this.#saved = { row: this.#top + this.#row, column: this.#column };
  }

  restore(): void {
    if (this.#saved === null) return;
    if (this.#kept !== null) {
      this.#rows = this.#kept;
      this.#kept = null;
    }
    this.#row = Math.max(0, this.#saved.row - this.#top);
    this.#column = this.#saved.column;
    this.down(0);
  }

  // ---- changes --------------------------------------------------------------------------------------------------

  /** EL: 0 from the cursor on, 1 up to and with it, 2 all. The cursor stays. */
  eraseLine(mode: number): void {
    const line = this.#line();
    if (mode === 0) line.erase(this.#column, MOST_COLUMNS);
    else if (mode === 1) line.erase(0, this.#column + 1);
    else if (mode === 2) line.erase(0, MOST_COLUMNS);
    if (mode === 2 || (mode === 0 && this.#column === 0)) line.wrapped = false;
  }

  /** ED: what is below goes; a cleared screen takes nothing back that was printed. */
  eraseScreen(mode: number): void {
    if (mode !== 0) {
      if (mode !== 1) this.freshLine();
      return;
    }
    this.eraseLine(0);
    this.#rows.length = this.#row + 1;
  }

  eraseCharacters(count: number): void {
    this.move(0);
    this.#line().erase(this.#column, this.#column + count);
  }

  removeCharacters(count: number): void {
    this.move(0);
    this.#line().remove(this.#column, count);
  }

  insertCharacters(count: number): void {
    this.move(0);
    this.#line().insert(this.#column, count, Math.min(this.#cols, MOST_COLUMNS));
  }

  insertLines(count: number): void {
    this.#column = 0;
    for (let left = Math.min(count, this.#most); left > 0; left -= 1) {
      this.#rows.splice(this.#row, 0, new PlainLine(this.offset));
      this.#rows.length = Math.min(this.#rows.length, this.#most);
    }
  }

  removeLines(count: number): void {
    this.#column = 0;
    this.#rows.splice(this.#row, count);
    if (this.#row === this.#rows.length) this.#rows.push(new PlainLine(this.offset));
  }

  // ---- private --------------------------------------------------------------------------------------------------

  /** Columns at which the cursor can stand; at the very end of a full row it waits behind the last. */
  #lastColumn(): number {
    return Math.min(this.#cols, MOST_COLUMNS) - 1;
  }

  #line(): PlainLine {
    const line = this.#rows[this.#row] ?? this.#firstRow();
    this.#untouched.delete(line);
    return line;
  }

  #firstRow(): PlainLine {
    const [first = new PlainLine(this.offset)] = this.#rows;
    return first;
  }

  #finishFirst(): void {
    // So many lines are no status line: what stood before them is above them.
    for (const row of this.#kept ?? []) this.#finish(row);
    this.#kept = null;
    const first = this.#rows.shift();
    this.#top += 1;
    this.#row = Math.max(0, this.#row - 1);
    if (first) this.#finish(first);
    this.#open = this.#firstRow().wrapped && this.#finished.length > 0;
  }

  #finish(row: PlainLine): void {
    this.#add(this.#finished, row, this.#open);
    this.#untouched.delete(row);
    this.#open = true;
  }

  #add(lines: { text: string; readonly offset: number }[], row: PlainLine, open: boolean): void {
    if (this.#untouched.has(row)) return;
    const last = lines.at(-1);
    if (row.wrapped && open && last) last.text += row.toString();
    else lines.push({ text: row.toString(), offset: row.offset });
  }
}
