import type { WaitResult } from '../terminals/line-wait.ts';
import type { TerminalSummary } from '../terminals/terminal-model.ts';
import { label } from './untrusted-text.ts';

/** What came of waiting for a line. */
export function waitedFor(pattern: string, result: WaitResult, terminal: TerminalSummary, seconds: number): string {
  const { line, gap } = result;
  const lost = gap > 0 ? `; ${gap} bytes before were lost unseen` : '';
  const wanted = `"${label(pattern, 80)}"`;
  if (line !== null) return `${wanted} came, cursor ${line.offset}: "${label(line.text, 300)}"${lost}`;
  return `${wanted} did not come: ${why(terminal, seconds)}${lost}`;
}

function why({ runs, state }: TerminalSummary, seconds: number): string {
  const run = runs.at(-1);
  if (state.kind === 'closed') return 'the terminal is closed';
  if (run !== undefined && run.durationMs !== null) return 'the command ended';
  if (state.kind === 'needs-input' || state.kind === 'awaiting-review') return 'the command waits for something else';
  return `not within ${seconds} s`;
}
