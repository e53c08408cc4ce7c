import type { TerminalSummary } from '../terminals/terminal-model.ts';
import type { Interruption } from '../terminals/terminal-service.ts';
import { terminalLine } from './render-run.ts';
import { factsResult, type ToolResult } from './result.ts';
import { label } from './untrusted-text.ts';

/** What an interrupt did, and what can be done where it was not enough. */
export function renderInterruption(interruption: Interruption, terminal: TerminalSummary): ToolResult {
  const { stopped, keys, note, run } = interruption;
  const outcome = run?.outcome;
  const exitCode = outcome?.kind === 'done' ? outcome.exitCode : null;
  const facts = {
    ...{ stopped, keys: [...keys], session_handle: terminal.id, run: outcome?.kind ?? null },
    ...(exitCode === null ? {} : { exit_code: exitCode }),
  };
  const sent = keys.length === 0 ? 'It ended by itself' : `Sent ${keys.join(', ')}`;
  if (stopped) {
    return factsResult(
      facts,
      `${sent}; the prompt is back${exitCode === null ? '' : `, exit code ${exitCode}`}.`,
      note === '' ? '' : `Note: ${label(note, 300)}`,
      terminalLine(terminal),
    );
  }
  return factsResult(
    facts,
    `${sent}; it did NOT stop, the prompt is not back.`,
    terminalLine(terminal),
    `Next: wait for its end (jms_read_terminal_session session_handle=${terminal.id} wait_seconds=25), or hang it up with jms_close_terminal_session (a program that ignores that as well goes on), or tell the person.`,
  );
}
