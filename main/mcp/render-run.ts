import { userText } from '../terminals/shell-notes.ts';
import type { Run, TerminalState, TerminalSummary, TerminalTarget } from '../terminals/terminal-model.ts';
import { inputHint, reviewHeadline, reviewHint } from './input-hints.ts';
import { type Budget, DEFAULT_BUDGET, type Excerpt, headAndTail, type ReadOutput } from './output-excerpt.ts';
import { type ToolResult, textResult } from './result.ts';
import { fence, label, replacedNote } from './untrusted-text.ts';

/** One command's end or present state, with its output: head and tail, at most 8 KB in all. */
export function renderRun(
  run: Run,
  target: TerminalTarget,
  read: ReadOutput,
  boundary: string,
  now: number,
  { shell = '', budget = DEFAULT_BUDGET }: { readonly shell?: string; readonly budget?: Budget } = {},
): ToolResult {
  const excerpt = headAndTail(read, run.output.start, run.output.end, budget);
  const result = textResult(
    [headline(run, now), place(target), run.terminalId, whereabouts(run)].filter((part) => part !== '').join(' · '),
    shell,
    run.note === undefined ? '' : `Note: ${label(run.note, 500)}`,
    excerptText('output', excerpt, boundary),
    goOn(run, excerpt),
    advice(run),
  );
  return run.outcome.kind === 'refused' || run.outcome.kind === 'closed' ? { ...result, isError: true } : result;
}

/** KoKo passes 0.1 to 1.2 MB/s, whatever the line could do (command-engine §D). */
const MUCH = 1_000_000;

const advice = ({ output }: Run): string =>
  output.end - output.start <= MUCH
    ? ''
    : `Advice: ${((output.end - output.start) / 1e6).toFixed(1)} MB came through JumpServer's terminal gateway, which passes 0.1 to 1.2 MB/s. Write such output to a file on the server (command > file) and look at it there with head, tail or grep.`;

export function excerptText(what: string, excerpt: Excerpt, boundary: string): string {
  const lost = excerpt.lost > 0 ? `${excerpt.lost} older bytes are no longer kept.\n` : '';
  if (excerpt.text.trim() === '') return `${lost}(no ${what})`;
  const note = replacedNote(excerpt.replaced);
  return `${lost}${fence(what, excerpt.text, boundary)}${note === '' ? '' : `\n${note}`}`;
}

function headline(run: Run, now: number): string {
  const { outcome } = run;
  const took = duration(run.durationMs ?? Math.max(0, now - run.startedAt));
  switch (outcome.kind) {
    case 'done':
      return outcome.exitCode === null
        ? `ended after ${took}; ${run.note === undefined ? 'this shell does not report exit codes' : 'its exit code is not known'}`
        : `exit code ${outcome.exitCode} · ${took}`;
    case 'running':
      return `still running after ${took}${run.taken ? '; the person has taken this terminal over' : ''}`;
    case 'needs-input':
      return `waits for input (${outcome.input}) after ${took}${outcome.line ? `: "${label(outcome.line)}"` : ''}`;
    case 'awaiting-review':
      return `${reviewHeadline[outcome.step]}${outcome.text ? `: "${label(outcome.text, 600)}"` : ''}`;
    case 'refused':
      return `NOT RUN: "${label(outcome.text, 300)}"`;
    case 'closed':
      return `the terminal closed during this command (${label(outcome.reason, 200)}); whether it finished is unknown`;
    default:
      return outcome satisfies never;
  }
}

function goOn(run: Run, excerpt: Excerpt): string {
  const handle = `session_handle=${run.terminalId}`;
  const read = `jms_read_terminal_session ${handle} cursor=${excerpt.next}`;
  switch (run.outcome.kind) {
    case 'done':
      return excerpt.omitted > 0 ? `More: ${read}` : '';
    case 'running':
      if (run.taken) return `Next: ${read} shows what happens; you cannot type there until the person hands it back.`;
      return `Next: ${read} wait_seconds=25 to wait for it, or jms_interrupt_terminal_session ${handle} to stop it.`;
    case 'needs-input':
      return inputHint(run.outcome.input, run.outcome.line, run.terminalId);
    case 'awaiting-review':
      return reviewHint(run.outcome.step, run.terminalId, read);
    case 'refused':
      return 'Next: fix the command. Where a rule of JumpServer refused it, tell the person; do not try to get around it.';
    case 'closed':
      return 'Next: check on the server what the command did before repeating it; the next call opens a new terminal.';
    default:
      return run.outcome satisfies never;
  }
}

const whereabouts = ({ user, userName, cwd }: Run): string =>
  [
    user === null && userName === null ? '' : label(userText({ user, userName }), 80),
    cwd === null ? '' : `in ${label(cwd)}`,
  ]
    .filter((part) => part !== '')
    .join(' ');

export const place = ({ asset, account }: TerminalTarget): string =>
  `${label(asset.name)} (${label(asset.address)}) as ${label(account.username || account.name)}`;

export function stateText(state: TerminalState): string {
  switch (state.kind) {
    case 'opening':
      return state.queued ? `queued for opening, position ${state.queued.position}` : 'opening';
    case 'prompt':
      return 'at its prompt';
    case 'running':
      return 'running a command';
    case 'needs-input':
      return `waits for input (${state.input})`;
    case 'awaiting-review':
      return reviewHeadline[state.step];
    case 'locked':
      return `locked by ${label(state.by)}`;
    case 'closed':
      return `closed: ${label(state.reason, 200)}`;
    default:
      return state satisfies never;
  }
}

/** One line of a list. */
export const terminalLine = (terminal: TerminalSummary): string =>
  `${terminal.id} · ${place(terminal.target)} · ${stateText(terminal.state)}${terminal.hand.by === 'person' ? ' · the person drives it' : ''} · cursor ${terminal.outputEnd}`;

/** 12 ms, 3.4 s, 2 min 5 s. */
export function duration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1_000)} s`;
}
