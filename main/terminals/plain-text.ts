/**
 * Output bytes as a person would have read them on an endless page: escape sequences off, carriage-return progress
 * folded, backspaces applied. Not a terminal: cursor addressing is lost (the screen is for that).
 */
export function plainText(bytes: Uint8Array): string {
  return plainString(new TextDecoder('utf-8').decode(bytes));
}

// OSC, DCS, PM, APC and SOS strings; an unterminated one loses its introducer only, so that nothing behind it hides.
const strings = /\x1b[\]PX^_][^\x07\x1b\x9c]{0,65536}(?:\x07|\x1b\\|\x9c)/g;
const sequences = /\x1b(?:\[[0-?]*[ -/]*[@-~]|[ -/]+[0-~]|[0-~])/g;

/** As `plainText`, for text that is decoded already. */
export function plainString(text: string): string {
  let clean = text;
  if (clean.includes('\x1b')) {
    // "Erase to the end of the line" behind a carriage return is what progress lines rely on.
    clean = clean
      .replace(/\r\x1b\[[02]?K/g, '\r\x00')
      .replace(strings, '')
      .replace(sequences, '');
  }
  if (/[\x00\x08\r]/.test(clean)) clean = clean.split('\n').map(foldLine).join('\n');
  return clean.replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/g, '');
}

/** One line after its carriage returns and backspaces: later text overwrites what stands there. */
function foldLine(line: string): string {
  const ended = line.replace(/\r+$/, '');
  if (!/[\x00\x08\r]/.test(ended)) return ended;
  let cells: string[] = [];
  let column = 0;
  for (const character of ended) {
    if (character === '\r') column = 0;
    else if (character === '\b') column = Math.max(0, column - 1);
    else if (character === '\x00') cells = cells.slice(0, column);
    else {
      cells[column] = character;
      column += 1;
    }
  }
  return cells.join('');
}

/** The last line of `text`, without what a carriage return overwrote. */
export function lastLine(text: string): string {
  const lines = plainString(text).split('\n');
  return lines[lines.length - 1] ?? '';
}
