import type { BeganWhy } from '../journal/entry.ts';
import type { BreakKind, JournalProof } from '../journal/proof.ts';

/** As mcp-bridge/exit-code.ts says. */
export function proofExitCode({ kind }: JournalProof): number {
  return kind === 'intact' ? 0 : kind === 'broken' ? 1 : 5;
}

/** What the chain proves, for a person at a terminal: numbers, places and times, nothing that an entry says. */
export function proofText(proof: JournalProof): string {
  const { kind, entries, files, unproven, broken, breaks, notes } = proof;
  const all = `${count(entries, 'entry', 'entries')}, ${count(files, 'file', 'files')}`;
  const lines: string[] = [];
  if (broken) {
    const missing = broken.missing > 0 ? ` (${broken.missing} missing)` : '';
    lines.push(`BROKEN at ${broken.file} line ${broken.line}: ${breakWords[broken.what]}${missing}.`);
    if (breaks > 1) lines.push(`${count(breaks - 1, 'more place', 'more places')} behind it.`);
    lines.push(`${all}. Keep the files as they are, and ask who had access to them.`);
  } else if (kind === 'intact') lines.push(`${all}, intact${span(proof)}.`);
  else lines.push(`${all}${span(proof)}. No line is wrong, but not all can be proven.`);
  if (unproven > 0) lines.push(`${count(unproven, 'line is', 'lines are')} not proven by the chain.`);
  for (const { file, line, why } of notes) lines.push(`  before ${file} line ${line}: ${whyWords[why]}`);
  if (kind === 'unproven' && notes.length === 0)
    lines.push('  There is no keychain: nothing can be proven beyond this start.');
  return lines.join('\n');
}

function span({ from, to }: JournalProof): string {
  return from === null || to === null ? '' : ` from ${new Date(from).toISOString()} to ${new Date(to).toISOString()}`;
}

const count = (number: number, one: string, many: string): string => `${number} ${number === 1 ? one : many}`;

const breakWords: Readonly<Record<BreakKind, string>> = {
  changed: 'this line was changed',
  removed: 'entries before this line were removed',
  added: 'a line that the journal did not write was added',
  reordered: 'lines are not in their order',
  moved: 'this line was moved here from another file',
  'changed-before': 'what stands before this line was changed',
  'tail-cut': 'the end was cut off before this line',
};

const whyWords: Readonly<Record<BeganWhy, string>> = {
  first: 'the journal begins',
  'older-version': 'written by a version without a chain; unchanged since then',
  'no-keychain': 'written while there was no keychain; unchanged since then',
  torn: 'a line was cut by a crash; it is kept as it was',
  'key-lost': 'the keychain had lost the key',
  'head-lost': 'the keychain had lost the end of the chain; entries may be missing before this line',
  'not-ours': 'lines that the journal did not write',
  'tail-missing': 'entries were missing',
};
