import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import { ApprovalVoid } from '../guard/approvals.ts';
import { placeOf } from '../guard/command-place.ts';
import { isIdle, sameTarget } from '../terminals/ownership.ts';
import type { TerminalSummary, TerminalTarget } from '../terminals/terminal-model.ts';
import { typeableLines } from '../terminals/typeable.ts';
import type { CommandRequest, CommandResult } from './command-request.ts';
import { PATIENCE_MS } from './patience.ts';
import { touch } from './terminal-call.ts';
import type { ToolCall } from './tool.ts';

/** Where a command goes: the terminal that the caller names, or whichever it has on an asset. Throws `bad-argument`. */
export function decidePlace({
  handle,
  asset,
  fresh,
}: {
  readonly handle: string | undefined;
  readonly asset: string | undefined;
  readonly fresh: boolean;
}): { readonly handle: string } | { readonly asset: string } {
  if (handle !== undefined && asset === undefined && !fresh) return { handle };
  if (asset !== undefined && handle === undefined) return { asset };
  throw new DrawbridgeError({
    code: 'bad-argument',
    message:
      handle === undefined
        ? 'It is not said where the command is to run.'
        : `A session_handle goes without ${asset === undefined ? 'fresh' : 'asset'}: the terminal is there already.`,
    nextStep: 'Repeat the call with asset (and account), or with the session_handle of one of your terminals.',
    actor: 'agent',
  });
}

type Request = Pick<CommandRequest, 'command' | 'reason' | 'patienceMs'>;

/** Runs in that very terminal of this agent. Throws `terminal-busy` where it is not at its prompt, `terminal-not-found`. */
export async function runInTerminal(call: ToolCall, id: string, request: Request): Promise<CommandResult> {
  const owner = call.agent.owner();
  const { command, patienceMs } = request;
  const terminal = call.terminals.get(id, owner);
  const { target } = terminal;
  const asks = call.guard.asksBeforeTyping(call.agent.id, target.siteId);
  touch(call, terminal);
  const run = { owner, command, patienceMs, signal: call.signal };
  return { run: asks ? await askedRun(call, id, request) : await call.terminals.run(id, run), target };
}

async function askedRun(call: ToolCall, id: string, { command, reason, patienceMs }: Request) {
  typeableLines(command);
  const owner = call.agent.owner();
  const until = call.clock.now() + Math.max(PATIENCE_MS, patienceMs);
  const agent = { id: call.agent.id, name: call.agent.name };
  for (;;) {
    await call.terminals.handedBack({ id }, owner, until - call.clock.now(), call.signal);
    const terminal = call.terminals.get(id, owner);
    const run = { owner, command, patienceMs, signal: call.signal };
    try {
      // What cannot run now is not worth a question: this throws why, and types nothing.
      if (!isIdle(terminal)) return await call.terminals.run(id, { ...run, beforeTyping: nothing });
      const what = { kind: 'command' as const, command, place: placeOf(terminal), ...(reason ? { reason } : {}) };
      const wait = { signal: call.signal, patienceMs: until - call.clock.now() };
      const permission = await call.guard.allowTyping({ agent, target: terminal.target, what }, wait);
      return await call.terminals.run(id, { ...run, beforeTyping: permission.use });
    } catch (error) {
      // Meanwhile another user or directory: it is another question now.
      if (!(error instanceof ApprovalVoid)) throw error;
    }
  }
}

const nothing = () => {
  throw new ApprovalVoid();
};

/** The shell that this agent used last on a target, where it waits at its prompt. */
export function ownIdle(call: ToolCall, target: TerminalTarget): TerminalSummary | undefined {
  return call.terminals
    .list(call.agent.owner())
    .filter((terminal) => isIdle(terminal) && sameTarget(terminal.target, target))
    .toSorted((one, other) => lastUsedAt(other) - lastUsedAt(one))[0];
}

const lastUsedAt = ({ runs, openedAt }: TerminalSummary): number => runs.at(-1)?.startedAt ?? openedAt;
