import type { SearchedLine, SearchResult } from '../terminals/output-search.ts';
import type { TerminalSummary } from '../terminals/terminal-model.ts';
import { terminalLine } from './render-run.ts';
import { type ToolResult, textResult } from './result.ts';
import { byteLength, fence, label, replacedNote, visible } from './untrusted-text.ts';

/** Of one line, around the match, in characters. */
const LINE_SHOWN = 400;

/** Lines that matched, as grep -n shows them, with the cursor at which each can be read; as many as fit. */
export function renderSearch(
  terminal: TerminalSummary,
  pattern: string,
  result: SearchResult,
  budget: number,
  boundary: string,
): ToolResult {
  const { rows, replaced, next } = fitting(result.lines, budget);
  const shown = rows.filter(({ isMatch }) => isMatch).length;
  const found = `"${label(pattern, 80)}" matches ${result.matches} of ${count(result.searchedLines, 'line')}; line 1 begins at cursor ${result.from}`;
  return textResult(
    terminalLine(terminal),
    result.gap > 0 ? `${result.gap} older bytes are no longer kept and were not searched.` : '',
    shown === result.matches
      ? `${found}.`
      : `${found}; the first ${shown} are shown. Narrow the pattern, or go on: grep with cursor=${next ?? result.next ?? result.to}.`,
    rows.length === 0 ? '' : fence('lines', rows.map(({ text }) => text).join('\n'), boundary),
    replacedNote(replaced),
  );
}

interface Row {
  readonly text: string;
  readonly isMatch: boolean;
}

function fitting(lines: readonly SearchedLine[], budget: number) {
  const rows: Row[] = [];
  let replaced = 0;
  let bytes = 0;
  let last: SearchedLine | undefined;
  let next: number | undefined;
  for (const line of lines) {
    const { text, replaced: hidden } = visible(cut(line));
    const isMatch = line.column !== null;
    const row = isMatch ? `${line.number}: ${text}   ⟨cursor ${line.offset}⟩` : `${line.number}- ${text}`;
    // As grep parts what does not hang together.
    const isApart = last !== undefined && last.number + 1 < line.number;
    bytes += byteLength(row) + 1 + (isApart ? 3 : 0);
    if (bytes > budget) {
      next = line.offset;
      break;
    }
    if (isApart) rows.push({ text: '--', isMatch: false });
    rows.push({ text: row, isMatch });
    replaced += hidden;
    last = line;
  }
  return { rows, replaced, next };
}

function cut({ text, column }: SearchedLine): string {
  if (text.length <= LINE_SHOWN) return text;
  const first = Math.max(0, Math.min((column ?? 0) - LINE_SHOWN / 4, text.length - LINE_SHOWN));
  return `${first > 0 ? '…' : ''}${text.slice(first, first + LINE_SHOWN)}${first + LINE_SHOWN < text.length ? '…' : ''}`;
}

const count = (number: number, what: string) => `${number} ${what}${number === 1 ? '' : 's'}`;
