import { z } from 'zod';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import type { TerminalSummary } from '../terminals/terminal-model.ts';
import { withProgress } from './call-progress.ts';
import { budgetOf, headArgument, tailArgument } from './output-budget.ts';
import { type Budget, DEFAULT_BUDGET, PAGE_BUDGET } from './output-excerpt.ts';
import { PATIENCE_MS } from './patience.ts';
import { renderRun } from './render-run.ts';
import { renderSearch } from './render-search.ts';
import { renderPage, renderRaw, renderScreen } from './render-terminal.ts';
import { waitedFor } from './render-wait.ts';
import { type ToolResult, textResult } from './result.ts';
import { handleAliases, handleArgument, reader, touch, unfinished } from './terminal-call.ts';
import { defineTool, looks, type ToolCall } from './tool.ts';

/** Matches that one call returns; the others are counted. */
const MOST_MATCHES = 200;

const patternArgument = z.string().min(1).max(500).optional();
const contextArgument = z.number().int().min(0).max(20).default(0).describe('Lines of context');

const input = z.object({
  session_handle: handleArgument,
  cursor: z.number().int().min(0).optional().describe('As a result named it'),
  view: z
    .enum(['output', 'screen', 'raw'])
    .default('output')
    .describe('screen: what a person sees now; raw: escaped bytes'),
  wait_seconds: z
    .number()
    .min(0)
    .transform((seconds) => Math.min(seconds, 600))
    .optional()
    .describe('First wait for the end; up to 600'),
  wait_for: patternArgument.describe('Wait for a line that matches'),
  grep: patternArgument.describe('Only matching lines, with numbers and cursors'),
  before: contextArgument,
  after: contextArgument,
  literal: z.boolean().default(false).describe('Patterns are text, not RE'),
  ignore_case: z.boolean().default(false).describe('In patterns'),
  head_bytes: headArgument,
  tail_bytes: tailArgument,
});
type ReadArguments = z.output<typeof input>;

export const readTerminal = defineTool({
  name: 'jms_read_terminal_session',
  title: 'Read a terminal',
  description:
    'Output from a cursor on (default: of the newest command), 8 KB a call unless head_bytes or tail_bytes say otherwise. The last 4 MiB of a terminal are kept; what is gone is named.',
  annotations: looks,
  listing: 'core',
  input,
  aliases: { ...handleAliases, after_seq: 'cursor', total_timeout_seconds: 'wait_seconds' },
  ignored: ['idle_timeout_seconds', 'settle_timeout_seconds'],
  async handle(args, call) {
    call.guard.permit({ kind: 'look', agentId: call.agent.id });
    const { session_handle: id } = args;
    const owner = call.agent.owner();
    const first = call.terminals.get(id, owner);
    if (args.cursor !== undefined && args.cursor > first.outputEnd) throw beyondEnd(first, args.cursor);
    touch(call, first);
    const waited = await wait(args, call, first);
    const terminal = call.terminals.get(id, owner);
    const boundary = call.boundary();
    if (args.view === 'screen') {
      return withNote(waited, renderScreen(terminal, await call.terminals.readScreen(id, owner), boundary));
    }
    if (args.view === 'raw') {
      const from = args.cursor ?? terminal.runs.at(-1)?.output.start ?? 0;
      const { head, tail } = budgetOf(args, PAGE_BUDGET);
      const bytes = call.terminals.reader(id, owner).raw(from, head + tail);
      return withNote(waited, renderRaw(terminal, bytes, boundary, head + tail));
    }
    if (args.grep !== undefined) return withNote(waited, await search(args, args.grep, call, terminal));
    return withNote(waited, output(args, call, terminal, boundary));
  },
});

const beyondEnd = ({ id, outputEnd }: TerminalSummary, cursor: number) =>
  new DrawbridgeError({
    code: 'bad-argument',
    message: `The output of ${id} ends at ${outputEnd}; cursor ${cursor} is beyond it.`,
    nextStep: `Read from a cursor that a result named, at most ${outputEnd}; without cursor you get the newest command.`,
    actor: 'agent',
  });

function output(args: ReadArguments, call: ToolCall, terminal: TerminalSummary, boundary: string): ToolResult {
  const run = terminal.runs.at(-1);
  const read = reader(call, terminal.id);
  if (args.cursor === undefined && run !== undefined) {
    return renderRun(run, terminal.target, read, boundary, call.clock.now(), {
      budget: budgetOf(args, DEFAULT_BUDGET),
    });
  }
  return renderPage(terminal, run, args.cursor ?? 0, read, boundary, budgetOf(args, PAGE_BUDGET));
}

/** A line about what was waited for; '' where nothing was. */
async function wait(args: ReadArguments, call: ToolCall, terminal: TerminalSummary): Promise<string> {
  const { session_handle: id, wait_for: pattern } = args;
  const current = unfinished(terminal);
  const seconds = args.wait_seconds ?? (pattern === undefined ? 0 : PATIENCE_MS / 1_000);
  const patienceMs = seconds * 1_000;
  if (pattern !== undefined) {
    const from = args.cursor ?? terminal.runs.at(-1)?.output.start ?? 0;
    const lookFor = { pattern, literal: args.literal, ignoreCase: args.ignore_case };
    const result = await withProgress(call, seconds, () =>
      call.terminals.reader(id, call.agent.owner()).waitFor(lookFor, { from, patienceMs }, call.signal),
    );
    return waitedFor(pattern, result, call.terminals.get(id, call.agent.owner()), seconds);
  }
  if (current !== undefined && seconds > 0) {
    await withProgress(call, seconds, () => call.terminals.waitForRun(id, current.id, patienceMs, call.signal));
  }
  return '';
}

async function search(
  args: ReadArguments,
  pattern: string,
  call: ToolCall,
  terminal: TerminalSummary,
): Promise<ToolResult> {
  const run = terminal.runs.at(-1);
  const from = args.cursor ?? run?.output.start ?? 0;
  // What follows the newest command's output is its prompt.
  const isEnded = run !== undefined && run.durationMs !== null && from <= run.output.end;
  const budget: Budget = budgetOf(args, PAGE_BUDGET);
  const result = await call.terminals.reader(terminal.id, call.agent.owner()).search(
    { pattern, literal: args.literal, ignoreCase: args.ignore_case },
    {
      ...{ from, before: args.before, after: args.after, most: MOST_MATCHES },
      ...(isEnded ? { to: run.output.end } : {}),
    },
    call.signal,
  );
  return renderSearch(terminal, pattern, result, budget.head + budget.tail, call.boundary());
}

function withNote(note: string, result: ToolResult): ToolResult {
  if (note === '') return result;
  const [first, ...rest] = result.content;
  return { ...result, content: [...textResult(note, first?.text ?? '').content, ...rest] };
}
