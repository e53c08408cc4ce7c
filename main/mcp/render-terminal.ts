import type { RingSlice } from '../terminals/output-ring.ts';
import type { Run, TerminalSummary } from '../terminals/terminal-model.ts';
import type { ScreenText } from '../terminals/terminal-service.ts';
import { escaped } from './escaped-bytes.ts';
import { type Budget, headAndTail, PAGE_BUDGET, type ReadOutput } from './output-excerpt.ts';
import { excerptText, place, stateText, terminalLine } from './render-run.ts';
import { type ToolResult, textResult } from './result.ts';
import { fence, label, replacedNote, visible } from './untrusted-text.ts';

/** A stretch of output from a cursor on, for an agent that pages. */
export function renderPage(
  terminal: TerminalSummary,
  run: Run | undefined,
  cursor: number,
  read: ReadOutput,
  boundary: string,
  budget: Budget = PAGE_BUDGET,
): ToolResult {
  // What follows the newest command's output is its prompt, which is nobody's output.
  const ended = run !== undefined && run.durationMs !== null && cursor <= run.output.end;
  const end = ended ? run.output.end : terminal.outputEnd;
  const excerpt = headAndTail(read, cursor, end, budget);
  const exit = run?.outcome.kind === 'done' ? ` · last command: exit code ${run.outcome.exitCode ?? 'unknown'}` : '';
  return textResult(
    `${terminalLine(terminal)}${exit}`,
    excerptText('output', excerpt, boundary),
    cursor > terminal.outputEnd ? `Cursor ${cursor} is beyond the end of the output.` : '',
    excerpt.omitted > 0
      ? `More: ${excerpt.omitted} bytes; jms_read_terminal_session session_handle=${terminal.id} cursor=${excerpt.next}`
      : `Everything up to cursor ${excerpt.next} is shown.`,
  );
}

/** Bytes as the terminal got them, escaped: `\\e[31m`, `\\r`, `\\xff`; line ends stay line ends besides. */
export function renderRaw(terminal: TerminalSummary, bytes: RingSlice, boundary: string, budget: number): ToolResult {
  const { text, end } = escaped(bytes, budget);
  const left = terminal.outputEnd - end;
  return textResult(
    terminalLine(terminal),
    bytes.gap > 0 ? `${bytes.gap} older bytes are no longer kept.` : '',
    text === '' ? '(no bytes)' : fence('raw bytes, escaped', text, boundary),
    left > 0
      ? `More: ${left} bytes; jms_read_terminal_session session_handle=${terminal.id} view=raw cursor=${end}`
      : `Everything up to cursor ${end} is shown.`,
  );
}

/** The screen as a person would see it; for programs that draw. */
export function renderScreen(terminal: TerminalSummary, screen: ScreenText, boundary: string): ToolResult {
  const { text, replaced } = visible(screen.lines.join('\n').trimEnd());
  const { row, col } = screen.cursor;
  return textResult(
    `${terminal.id} · ${place(terminal.target)} · ${stateText(terminal.state)} · cursor at row ${row + 1}, column ${col + 1}${screen.title ? ` · title "${label(screen.title)}"` : ''}`,
    text === '' ? '(the screen is empty)' : fence('screen', text, boundary),
    replacedNote(replaced),
  );
}

export const terminalFacts = (terminal: TerminalSummary) => ({
  session_handle: terminal.id,
  asset: label(terminal.target.asset.name),
  address: label(terminal.target.asset.address),
  account: label(terminal.target.account.username || terminal.target.account.name),
  state: terminal.state.kind,
  cursor: terminal.outputEnd,
  commands: terminal.runs.length,
  exit_codes_known: terminal.marks,
});
