import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import type { ApprovalRequest } from '../guard/approvals.ts';
import type { SiteSummary } from '../sites/site-model.ts';
import type { TerminalSummary, TerminalTarget } from '../terminals/terminal-model.ts';
import type { WriteInput } from '../terminals/write-rules.ts';
import { PATIENCE_MS } from './patience.ts';
import type { ToolCall } from './tool.ts';

/** Waits for the person's yes to a command where the guard asks; `terminal` where the command goes into one that is open. */
export async function approved(
  call: ToolCall,
  site: SiteSummary,
  target: TerminalTarget,
  command: string,
  terminal?: TerminalSummary,
): Promise<void> {
  if (!call.guard.asksFor(site)) return;
  await call.guard.approve(requestFor(call, site, target, command, terminal), PATIENCE_MS, call.signal);
}

/**
 * The same for what is typed into an open terminal: a line at a prompt is a command; input into a program is asked about
 * once for each program. Throws `write-not-allowed` for pieces of a line, because nobody can judge them.
 */
export async function approvedInput(
  call: ToolCall,
  site: SiteSummary,
  terminal: TerminalSummary,
  input: WriteInput,
): Promise<void> {
  if (!call.guard.asksFor(site)) return;
  const { state, target, id: terminalId } = terminal;
  if ('key' in input && input.key === 'ctrl-c') return;
  const text = 'key' in input ? `⟨${input.key}⟩` : input.text.replace(/[\r\n]+$/, '');
  if (state.kind === 'prompt') {
    // What is held is never sent by itself, so there is nothing that a lone Enter could run.
    if ('key' in input && (input.key === 'enter' || input.key === 'escape')) return;
    if ('key' in input || text === input.text) throw wholeLineOnly();
    return approved(call, site, target, text, terminal);
  }
  if (state.kind !== 'running' && state.kind !== 'needs-input') return; // refused by the terminal itself
  const request = requestFor(call, site, target, text, terminal);
  const isShell = state.kind === 'needs-input' && (state.input === 'continuation' || state.input === 'foreign-prompt');
  // Each line there is a command of its own, or a part of one.
  if (isShell || state.runId === null) return call.guard.approve(request, PATIENCE_MS, call.signal);
  await call.guard.approveInput({ terminalId, runId: state.runId }, request, PATIENCE_MS, call.signal);
}

function requestFor(
  call: ToolCall,
  site: SiteSummary,
  { asset, account, protocol, connectMethod }: TerminalTarget,
  command: string,
  terminal: TerminalSummary | undefined,
): ApprovalRequest {
  // The shell says who and where it is with the end of each command.
  const last = terminal?.runs.at(-1);
  return {
    site: site.name,
    agent: call.agent.name,
    agentId: call.agent.id,
    target: `${asset.name} · ${account.username || account.name}`,
    command,
    bound: [
      ...[site.id, asset.id, account.alias, protocol, connectMethod],
      ...[terminal?.id ?? '', last?.user ?? '', last?.cwd ?? ''],
    ],
  };
}

const wholeLineOnly = () =>
  new DrawbridgeError({
    code: 'write-not-allowed',
    message: 'On this site the person is asked about each command, and a piece of one cannot be judged.',
    nextStep: 'Send the whole command as text, with Enter.',
    actor: 'agent',
  });
