/** No entry is longer; what is was not written by us, and is not parsed. */
const LONGEST_LINE = 1024 * 1024;

export interface CutLine {
  /** Without the newline; null where it is longer than any entry. */
  readonly text: Buffer | null;
  /** All its bytes, the newline too. */
  readonly raw: readonly Buffer[];
  readonly bytes: number;
  /** False for the last one of a file that does not end with a newline. */
  readonly ended: boolean;
}

/** Cuts the pieces of one file into lines. */
export class LineCutter {
  #kept: Buffer[] = [];
  #size = 0;

  *push(piece: Buffer): Generator<CutLine> {
    let from = 0;
    for (let at = piece.indexOf(0x0a); at !== -1; at = piece.indexOf(0x0a, from)) {
      this.#keep(piece.subarray(from, at + 1));
      yield this.#take(true);
      from = at + 1;
    }
    if (from < piece.length) this.#keep(piece.subarray(from));
  }

  *end(): Generator<CutLine> {
    if (this.#size > 0) yield this.#take(false);
  }

  #keep(part: Buffer): void {
    this.#kept.push(part);
    this.#size += part.length;
  }

  #take(ended: boolean): CutLine {
    const raw = this.#kept;
    const bytes = this.#size;
    this.#kept = [];
    this.#size = 0;
    const long = bytes > LONGEST_LINE;
    const whole = long ? null : raw.length === 1 ? raw[0] : Buffer.concat(raw);
    const text = whole ? whole.subarray(0, ended ? bytes - 1 : bytes) : null;
    return { text, raw, bytes, ended };
  }
}
