import { PlainLine } from './plain-line.ts';

/**
 * Output bytes as a person would have read them on an endless page: escape sequences off, carriage-return progress
 * folded, backspaces and moves within a line applied. Not a terminal: moves between lines are lost (the screen is for that).
 */
export function plainText(bytes: Uint8Array): string {
  return plainString(new TextDecoder('utf-8').decode(bytes));
}

// OSC, DCS, PM, APC and SOS strings; an unterminated one loses its introducer only, so that nothing behind it hides.
const strings = /\x1b[\]PX^_][^\x07\x1b\x9c]{0,65536}(?:\x07|\x1b\\|\x9c)/g;
const sequences = /\x1b(?:\[[0-?]*[ -/]*[@-~]|[ -/]+[0-~]|[0-~])/g;

/** Those that move or erase within the line: EL, CHA, CUF, CUB, DCH. The others only colour, or leave the line. */
const lineSequence = /\x1b\[\d*[KGCDP]/;
const pieces = /\x1b\[(\d*)([KGCDP])|\x1b(?:\[[0-?]*[ -/]*[@-~]|[ -/]+[0-~]|[0-~])|./gsu;

/** As `plainText`, for text that is decoded already. */
export function plainString(text: string): string {
  const clean = text.includes('\x1b') ? text.replace(strings, '') : text;
  return clean.split('\n').map(plainLine).join('\n');
}

/** One line after its carriage returns, backspaces and moves: later text overwrites what stands there. */
function plainLine(line: string): string {
  const ended = line.replace(/\r+$/, '');
  const drawn = /[\x08\r]/.test(ended) || lineSequence.test(ended) ? redrawn(ended) : ended.replace(sequences, '');
  return drawn.replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/g, '');
}

function redrawn(text: string): string {
  const line = new PlainLine();
  for (const [piece, digits = '', final] of text.matchAll(pieces)) {
    const number = Number(digits) || 0;
    const count = Math.max(1, number);
    if (final === 'K') line.erase(number);
    else if (final === 'G') line.moveTo(count - 1);
    else if (final === 'C') line.move(count);
    else if (final === 'D') line.move(-count);
    else if (final === 'P') line.remove(count);
    else if (piece === '\r') line.return();
    else if (piece === '\b') line.move(-1);
    else if (piece === '\t') line.tab();
    else if (piece >= ' ' && piece !== '\x7f') line.write(piece);
  }
  return line.toString();
}

/** The last line of `text`, without what a carriage return overwrote. */
export function lastLine(text: string): string {
  const lines = plainString(text).split('\n');
  return lines[lines.length - 1] ?? '';
}
