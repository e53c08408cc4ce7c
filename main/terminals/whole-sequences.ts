/** As far as a string sequence (title, link, image) is followed; what is longer is text. In bytes. */
const LONGEST_STRING = 65_536;
const LONGEST_SEQUENCE = 256;

const whole = /^\x1b(?:\[[0-?]*[ -/]*[@-~]|[ -/]+[0-~]|[0-Z\\`-~])/;
const begun = /^\x1b(?:\[[0-?]*[ -/]*|[ -/]*)$/;
// Bytes: U+009C ends a string too, and its second byte alone may be part of any character.
const stringEnd = /[\x18\x1a\x1b]|\xc2\x9c/g;
const oscEnd = /[\x07\x18\x1a\x1b]|\xc2\x9c/g;

export interface Span {
  readonly start: number;
  /** Null: it has not ended yet. */
  readonly end: number | null;
}

/** The escape sequence in `text` (bytes as latin-1) that begins before `at` and goes on at it; null at a boundary. */
export function sequenceOver(text: string, at: number): Span | null {
  if (at <= 0) return null;
  // An ESC ends every other sequence: the last one before `at` began the one that is open there.
  const start = text.lastIndexOf('\x1b', at - 1);
  if (start === -1 || at - start > LONGEST_STRING) return null;
  const end = /[\]PX^_]/.test(text[start + 1] ?? '') ? endOfString(text, start) : endOfSequence(text, start);
  if (end === null ? text.length - start > LONGEST_STRING : end <= at) return null;
  // It may be the first half of the `ESC \` that ends a string.
  return sequenceOver(text, start) ?? { start, end };
}

function endOfString(text: string, start: number): number | null {
  const ends = text[start + 1] === ']' ? oscEnd : stringEnd;
  ends.lastIndex = start + 2;
  const found = ends.exec(text);
  if (!found) return null;
  if (found[0] !== '\x1b') return found.index + found[0].length;
  if (found.index + 1 === text.length) return null;
  return found.index + (text[found.index + 1] === '\\' ? 2 : 0);
}

function endOfSequence(text: string, start: number): number | null {
  const rest = text.slice(start, start + LONGEST_SEQUENCE);
  const found = whole.exec(rest);
  if (found) return start + found[0].length;
  return begun.test(rest) && rest.length < LONGEST_SEQUENCE ? null : start;
}
