import { type DrawbridgeError, toDrawbridgeError } from '../errors/drawbridge-error.ts';
import { ApprovalProblem } from '../guard/approval-errors.ts';
import { TerminalQueued } from '../terminals/terminal-errors.ts';
import { byteLength, label } from './untrusted-text.ts';

/** What a tool answers, before the SDK puts it on the wire. */
export interface ToolResult {
  readonly [key: string]: unknown;
  content: { type: 'text'; text: string }[];
  structuredContent?: Record<string, unknown>;
  isError?: boolean;
}

/** Text alone: for high-volume tools. */
export const textResult = (...lines: readonly string[]): ToolResult => ({
  content: [{ type: 'text', text: lines.filter((line) => line !== '').join('\n') }],
});

/** A few facts, for programs and, the same, as text. */
export const factsResult = (facts: Record<string, unknown>, ...lines: readonly string[]): ToolResult => ({
  ...textResult(...lines),
  structuredContent: facts,
});

/** What happened, what to do next, and who: never a stack trace (design §4). */
export function errorResult(thrown: unknown): ToolResult {
  const error = toDrawbridgeError(thrown);
  const result = { ...textResult(...errorLines(error)), isError: true };
  if (error instanceof ApprovalProblem) return approvalResult(error, result.content);
  return error instanceof TerminalQueued ? { ...result, structuredContent: { queued: queuedFacts(error) } } : result;
}

/** The person's own words stand in a block of their own: nothing else in a result looks like it. */
function approvalResult({ facts }: ApprovalProblem, content: ToolResult['content']): ToolResult {
  const said =
    facts.outcome === 'declined' && facts.reason !== ''
      ? [{ type: 'text' as const, text: `The person's reason: ${label(facts.reason, 600)}` }]
      : [];
  return { content: [...content, ...said], structuredContent: { approval: { ...facts } }, isError: true };
}

function queuedFacts({ status }: TerminalQueued): Record<string, unknown> {
  const { id } = status;
  if (status.kind === 'opening') return { id, position: 0, eta_seconds: null };
  const { position, etaMs, waitsFor } = status;
  return { id, position, eta_seconds: etaMs === null ? null : Math.ceil(etaMs / 1_000), waits_for: waitsFor };
}

/** An error is read, not studied: 2 KB with everything in it. */
const MOST_BYTES = 2_000;
const MOST_CANDIDATES = 20;

export function errorLines(error: DrawbridgeError): string[] {
  const message = `${error.code}: ${shortened(error.message, 700)}`;
  const next = `Next: ${shortened(error.nextStep, 600)} (who: ${error.actor})`;
  const candidates: string[] = [];
  let left = MOST_BYTES - byteLength(message) - byteLength(next) - 40;
  for (const candidate of error.candidates.slice(0, MOST_CANDIDATES)) {
    const line = `  - ${shortened(candidate, 300)}`;
    left -= byteLength(line) + 1;
    if (left < 0) break;
    candidates.push(line);
  }
  const more = error.candidates.length - candidates.length;
  return [message, ...candidates, ...(more > 0 ? [`  - … and ${more} more`] : []), next];
}

/** One visible line of at most so many bytes. */
function shortened(text: string, bytes: number): string {
  const line = label(text, bytes);
  if (byteLength(line) <= bytes) return line;
  // Whole characters alone: what the cut tore comes back as the replacement character.
  const head = Buffer.from(line)
    .subarray(0, bytes - 3)
    .toString('utf8');
  return `${head.replace(/\ufffd+$/, '')}…`;
}
