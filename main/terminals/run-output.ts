import type { OutputRing } from './output-ring.ts';

/** bash prints it before its prompt. */
const pasteOn = '\x1b[?2004h';
// Behind what a shell prints for its prompt, what an activated environment (venv, conda) wrote before our end mark: `(venv) `.
const prefix = '(?:[^\\x1b\\n\\r]|\\x1b\\[[0-9;]*m){0,200}$';
const bashTail = new RegExp(`\\x1b\\[\\?2004h${prefix}`);
// zsh marks the end of a partial line (PROMPT_SP) and redraws its prompt line (§A).
const zshTail = new RegExp(
  `(?:(?:\\x1b\\[1m)?\\x1b\\[7m[%#]\\x1b\\[27m(?:\\x1b\\[1m)?\\x1b\\[0m +\\r \\r)?\\r?(?:\\x1b\\[0m\\x1b\\[27m\\x1b\\[24m\\x1b\\[J)${prefix}`,
);
// fish marks it with ⏎ (three bytes here) and blanks up to the next row, wipes it, and sets its title.
const fishTail = /(?:\x1b\[[0-9;]*m|\x1b\(B)*\xe2\x8f\x8e(?:\x1b\[[0-9;]*m|\x1b\(B)* +\r\xe2\x8f\x8e \r\x1b\[K[^\n]*$/;
/** PROMPT_SP is as wide as the terminal, which may have been widened for a long line. */
const longestTail = 1400;

/** Where a run's output ends when its end mark came at `mark`: what the shell printed for its own prompt is not output. */
export function outputEnd(ring: OutputRing, start: number, mark: number): number {
  const tail = latin1(ring, Math.max(start, mark - longestTail), mark);
  const match = bashTail.exec(tail) ?? zshTail.exec(tail) ?? fishTail.exec(tail);
  return match ? mark - match[0].length : mark;
}

/** Offset behind the echo of `line`, typed at `sent`; null while the echo has not ended. For shells without a start mark. */
export function afterEcho(ring: OutputRing, sent: number, line: string): number | null {
  if (ring.start > sent) return null;
  const region = latin1(ring, sent, sent + 8192);
  // readline says when it lets go of the line; else the end of the row on which the line's last piece stands, or the first
  // CR LF that is not a wrap (`\r\r\n`, ash).
  const released = region.lastIndexOf('\x1b[?2004l');
  if (released !== -1) return sent + released + pasteOn.length;
  const echoed = behindEcho(region, line);
  if (echoed !== null) {
    const rowEnd = /\r*\n/.exec(region.slice(echoed));
    return rowEnd ? sent + echoed + rowEnd.index + rowEnd[0].length : null;
  }
  const end = lastWordAtRowEnd(line)?.exec(region) ?? /(?<!\r)\r?\n/.exec(region);
  return end ? sent + end.index + end[0].length : null;
}

/** ksh scrolls a line sideways, and draws it in pieces: its last characters end the row. */
function lastWordAtRowEnd(line: string): RegExp | null {
  const word = /[!-~]{1,4}$/.exec(line.trim())?.[0];
  return word === undefined ? null : new RegExp(`${word.replace(/[^\w]/g, '\\$&')} *\\r*\\n`);
}

/**
 * Where the echo of `line` ends in `region` (bytes as latin-1); null where it is not found. Its last ASCII characters are
 * looked for: shells redraw long lines, and some echo `?` or an escape for other characters (busybox ash, mksh). They may
 * stand in the line before as well, but not before all that precedes them was echoed.
 */
export function behindEcho(region: string, line: string): number | null {
  const text = line.trim();
  const piece = /[ -~]{1,12}(?=[^ -~]*$)/.exec(text)?.[0] ?? '';
  const before = [...text.slice(0, text.lastIndexOf(piece))].length;
  const echo = region.indexOf(piece, before);
  return echo === -1 ? null : echo + piece.length;
}

function latin1(ring: OutputRing, from: number, to: number): string {
  return Buffer.from(ring.read(from, to - from).bytes).toString('latin1');
}
