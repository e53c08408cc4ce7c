import { z } from 'zod';
import type { Run, TerminalSummary } from '../terminals/terminal-model.ts';
import type { ReadOutput } from './output-excerpt.ts';
import type { ToolCall } from './tool.ts';

/** What the calls about one terminal have in common. */
export const handleArgument = z.string().min(1).max(100).describe('term_…');
export const handleAliases = { terminal: 'session_handle', handle: 'session_handle', session_id: 'session_handle' };

export const reader =
  (call: ToolCall, id: string): ReadOutput =>
  (from, maxBytes, edges) =>
    call.terminals.readOutput(id, call.agent.owner(), from, maxBytes, edges);

export const unfinished = ({ runs }: TerminalSummary): Run | undefined =>
  runs.findLast(({ durationMs }) => durationMs === null);

/** An agent at work keeps the site's session alive. */
export function touch(call: ToolCall, { target }: TerminalSummary): void {
  const known = call.sites.list().some(({ id }) => id === target.siteId);
  if (known) call.sites.find(target.siteId).touch();
}
