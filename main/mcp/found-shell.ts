import { sameTarget } from '../terminals/ownership.ts';
import { userText } from '../terminals/shell-notes.ts';
import type { Run, TerminalSummary } from '../terminals/terminal-model.ts';
import { label } from './untrusted-text.ts';

/** What a command found in its shell: what an earlier one left there, or nothing, and then what became of the shell before. */
export function shellNote(run: Run, terminals: readonly TerminalSummary[]): string {
  const terminal = terminals.find(({ id }) => id === run.terminalId);
  if (terminal === undefined) return '';
  const at = terminal.runs.findIndex(({ id }) => id === run.id);
  const before = terminal.runs[at - 1];
  if (before !== undefined) {
    // What the first line says of it already is not said twice.
    if (before.cwd === run.cwd && sameUser(before, run)) return 'Shell: reused, as the last command left it.';
    const cwd = before.cwd === null ? '' : `; cwd ${label(before.cwd)}`;
    const known = before.user !== null || before.userName !== null;
    const user = known ? `, ${label(userText(before), 80)}` : '';
    return `Shell: reused${cwd}${user}, variables as the last command left them.`;
  }
  const former = terminals.findLast(
    (one) => one.id !== terminal.id && one.state.kind === 'closed' && sameTarget(one.target, terminal.target),
  );
  const others = terminals.some(
    (one) => one.id !== terminal.id && one.state.kind !== 'closed' && sameTarget(one.target, terminal.target),
  );
  if (former?.state.kind === 'closed' && former.runs.length > 0 && !others)
    return `Shell: new; the one before (${former.id}) is closed: ${label(former.state.reason, 200)}`;
  return others ? 'Shell: new, beside the one you have there.' : 'Shell: new.';
}

const sameUser = (one: Run, other: Run): boolean => one.user === other.user && one.userName === other.userName;
