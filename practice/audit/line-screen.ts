/** Rows that KoKo's screen keeps are many; the recogniser needs only the ones near the cursor. */
const MAX_ROWS = 400;

/**
 * KoKo's own idea of the screen (command-engine section 0): rows without wrapping, so that a wrapped line overwrites
 * itself, and no more parsing after the first invalid UTF-8 byte.
 */
export class LineScreen {
  #rows: string[][] = [[]];
  #row = 0;
  #column = 0;
  #state: 'text' | 'escape' | 'csi' | 'osc' | 'osc-escape' | 'charset' = 'text';
  #parameters = '';
  #isBroken = false;
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });

  feed(bytes: Uint8Array): void {
    if (this.#isBroken) return;
    let text: string;
    try {
      text = this.#decoder.decode(bytes, { stream: true });
    } catch {
      this.#isBroken = true;
      return;
    }
    for (const character of text) this.#take(character);
  }

  /** The text of the row under the cursor. */
  cursorRow(): string {
    return this.#text(this.#row);
  }

  rows(): string[] {
    return this.#rows.map((_, index) => this.#text(index));
  }

  #text(index: number): string {
    return (this.#rows[index] ?? []).join('');
  }

  #take(character: string): void {
    switch (this.#state) {
      case 'text':
        this.#plain(character);
        break;
      case 'escape':
        this.#escape(character);
        break;
      case 'csi':
        if (character >= '@' && character <= '~') {
          this.#state = 'text';
          this.#control(character);
        } else this.#parameters += character;
        break;
      case 'osc':
        if (character === '\x07') this.#state = 'text';
        else if (character === '\x1b') this.#state = 'osc-escape';
        break;
      case 'osc-escape':
        this.#state = character === '\\' ? 'text' : 'osc';
        break;
      case 'charset':
        this.#state = 'text';
        break;
      default:
        this.#state satisfies never;
    }
  }

  #plain(character: string): void {
    switch (character) {
      case '\x1b':
        this.#state = 'escape';
        return;
      case '\r':
        this.#column = 0;
        return;
      case '\n':
        this.#down();
        return;
      case '\b':
        this.#column = Math.max(0, this.#column - 1);
        return;
      case '\t':
        this.#column = (Math.floor(this.#column / 8) + 1) * 8;
        return;
      default:
        if (character >= ' ' && character !== '\x7f') this.#print(character);
    }
  }

  #print(character: string): void {
    const row = this.#current();
    while (row.length < this.#column) row.push(' ');
    row[this.#column] = character;
    this.#column += 1;
  }

  #escape(character: string): void {
    this.#parameters = '';
    if (character === '[') this.#state = 'csi';
    else if (character === ']' || character === 'P' || character === '_' || character === '^') this.#state = 'osc';
    else if (character === '(' || character === ')' || character === '#') this.#state = 'charset';
    else {
      this.#state = 'text';
      if (character === 'M') this.#row = Math.max(0, this.#row - 1);
    }
  }

  #control(final: string): void {
    if (/^[?>=!]/.test(this.#parameters)) return;
    const numbers = this.#parameters.split(';').map((text) => Number.parseInt(text, 10) || 0);
    const first = numbers[0] ?? 0;
    const count = Math.max(1, first);
    switch (final) {
      case 'A':
        this.#row = Math.max(0, this.#row - count);
        break;
      case 'B':
        for (let step = 0; step < Math.min(count, MAX_ROWS); step += 1) this.#down();
        break;
      case 'C':
        this.#column += count;
        break;
      case 'D':
        this.#column = Math.max(0, this.#column - count);
        break;
      case 'G':
        this.#column = count - 1;
        break;
      case 'H':
      case 'f':
        this.#moveTo(count - 1, Math.max(1, numbers[1] ?? 1) - 1);
        break;
      case 'J':
        this.#eraseScreen(first);
        break;
      case 'K':
        this.#eraseLine(first);
        break;
      case 'P':
        this.#current().splice(this.#column, count);
        break;
      case '@':
        this.#current().splice(this.#column, 0, ...Array.from({ length: Math.min(count, 1000) }, () => ' '));
        break;
      default:
    }
  }

  #moveTo(row: number, column: number): void {
    this.#row = Math.min(row, MAX_ROWS - 1);
    while (this.#rows.length <= this.#row) this.#rows.push([]);
    this.#column = column;
  }

  #eraseScreen(mode: number): void {
    if (mode === 0) {
      this.#current().splice(this.#column);
      this.#rows.splice(this.#row + 1);
    } else {
      this.#rows = this.#rows.map(() => []);
    }
  }

  #eraseLine(mode: number): void {
    const row = this.#current();
    if (mode === 0) row.splice(this.#column);
    else if (mode === 2) row.splice(0);
    else row.fill(' ', 0, Math.min(this.#column + 1, row.length));
  }

  #down(): void {
    this.#row += 1;
    if (this.#row < this.#rows.length) return;
    this.#rows.push([]);
    if (this.#rows.length > MAX_ROWS) {
      this.#rows.shift();
      this.#row -= 1;
    }
  }

  #current(): string[] {
    const known = this.#rows[this.#row];
    if (known !== undefined) return known;
    const row: string[] = [];
    this.#rows[this.#row] = row;
    return row;
  }
}
