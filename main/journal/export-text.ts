import type { JournalEntry } from './entry.ts';

export type ExportFormat = 'json' | 'markdown';

/** Entries as a file to hand on, oldest first. */
export function exportText(format: ExportFormat, entries: readonly JournalEntry[]): string {
  return format === 'json' ? `${JSON.stringify(entries, null, 2)}\n` : markdown(entries);
}

function markdown(entries: readonly JournalEntry[]): string {
  const rows = entries.map(({ at, who, site, target, kind, text, outcome }) =>
    [new Date(at).toISOString(), who, site, target, kind, code(text), outcome].map(cell).join(' | '),
  );
  return [
    '# Drawbridge journal',
    '',
    `${entries.length} ${entries.length === 1 ? 'entry' : 'entries'}; times in UTC.`,
    '',
    '| Time | Who | Site | Target | Kind | What | Result |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...rows.map((row) => `| ${row} |`),
    '',
  ].join('\n');
}

/** Entries hold what agents and servers said: in a table it must stay text. */
const cell = (text: string): string =>
  text
    .replace(/[\r\n\t]+/g, ' ⏎ ')
    .replace(
      /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
      (char) => `⟨U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`,
    )
    .replace(/[|<>]/g, (char) => ({ '|': '\\|', '<': '&lt;', '>': '&gt;' })[char] ?? char);

/** In a code span, whose fence is longer than any run of backticks in it. */
function code(text: string): string {
  if (text === '') return '';
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence} ${text} ${fence}`;
}
