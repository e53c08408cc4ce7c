import type headless from '@xterm/headless';

/** A stretch of a line in one look. `colour` is one of the terminal's 16; without it, the usual one. */
export interface TailPiece {
  readonly text: string;
  readonly colour?: number;
  readonly bold?: true;
  readonly dim?: true;
  readonly inverse?: true;
}

/** The last lines of a screen, for a small picture of it. */
export interface ScreenTail {
  readonly lines: readonly (readonly TailPiece[])[];
  /** Where the cursor stands in `lines`; null where it is above them. */
  readonly cursor: { readonly line: number; readonly column: number } | null;
}

/** A tile shows no more of a line. */
const MOST_COLUMNS = 240;
/** Beyond the 16 colours a theme has no contrast of its own to offer. */
const THEME_COLOURS = 16;

/** The last `count` lines that are in use: up to the cursor, or to the last line with text below it. */
export function tailOf(terminal: headless.Terminal, count: number): ScreenTail {
  const buffer = terminal.buffer.active;
  let last = terminal.rows - 1;
  while (last > buffer.cursorY && !buffer.getLine(buffer.baseY + last)?.translateToString(true)) last -= 1;
  const end = buffer.baseY + last + 1;
  const start = Math.max(0, end - count);
  const cell = buffer.getNullCell();
  const lines: TailPiece[][] = [];
  for (let row = start; row < end; row += 1) {
    const line = buffer.getLine(row);
    lines.push(line ? piecesOf(line, cell) : []);
  }
  const line = buffer.baseY + buffer.cursorY - start;
  return { lines, cursor: line < 0 ? null : { line, column: Math.min(buffer.cursorX, MOST_COLUMNS) } };
}

function piecesOf(line: headless.IBufferLine, cell: headless.IBufferCell): TailPiece[] {
  const width = Math.min(line.length, MOST_COLUMNS);
  const pieces: TailPiece[] = [];
  let look = -1;
  let text = '';
  const flush = () => {
    if (text !== '') pieces.push({ text, ...styleOf(look) });
    text = '';
  };
  for (let column = 0; column < width; column += 1) {
    line.getCell(column, cell);
    // The second half of a wide character.
    if (cell.getWidth() === 0) continue;
    const its = lookOf(cell);
    if (its !== look) {
      flush();
      look = its;
    }
    text += cell.isInvisible() ? ' ' : cell.getChars() || ' ';
  }
  flush();
  return withoutEnd(pieces);
}

/** Its colour + 1 in the low bits (0: the usual), then bold, dim, inverse. */
function lookOf(cell: headless.IBufferCell): number {
  const palette = cell.isFgPalette() ? cell.getFgColor() : THEME_COLOURS;
  const colour = palette < THEME_COLOURS ? palette + 1 : 0;
  return colour + (cell.isBold() ? 32 : 0) + (cell.isDim() ? 64 : 0) + (cell.isInverse() ? 128 : 0);
}

function styleOf(look: number): Omit<TailPiece, 'text'> {
  const colour = look & 31;
  return {
    ...(colour === 0 ? {} : { colour: colour - 1 }),
    ...(look & 32 ? { bold: true } : {}),
    ...(look & 64 ? { dim: true } : {}),
    ...(look & 128 ? { inverse: true } : {}),
  };
}

/** Blanks at the end of a line are not there, unless they can be seen. */
function withoutEnd(pieces: TailPiece[]): TailPiece[] {
  for (;;) {
    const last = pieces.at(-1);
    if (!last || last.inverse) return pieces;
    const text = last.text.trimEnd();
    if (text === last.text) return pieces;
    pieces.pop();
    if (text !== '') {
      pieces.push({ ...last, text });
      return pieces;
    }
  }
}
