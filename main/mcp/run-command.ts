import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import type { SitePort } from '../sites/sites-port.ts';
import type { Run, TerminalTarget } from '../terminals/terminal-model.ts';
import { approved } from './approval.ts';
import { withSession } from './site-access.ts';
import type { TargetRequest } from './target-resolver.ts';
import type { ToolCall } from './tool.ts';

export interface CommandRequest extends TargetRequest {
  readonly command: string;
  readonly fresh: boolean;
  readonly patienceMs: number;
}

export interface CommandResult {
  readonly run: Run;
  readonly target: TerminalTarget;
}

/**
 * Runs a command in this agent's terminal on a target. A terminal that waits at its prompt is used as it is, without
 * asking the site anything: it goes on while the web session is over (design §7).
 */
export async function runCommand(call: ToolCall, site: SitePort, request: CommandRequest): Promise<CommandResult> {
  const warm = call.targets.remembered(site.id, request);
  if (warm !== undefined && !request.fresh) {
    const run = await runWarm(call, site, warm, request);
    if (run !== undefined) return { run, target: warm };
  }
  return withSession(call, site, 'run a command', async () => {
    const target = call.targets.remembered(site.id, request) ?? (await call.targets.target(site, request, call.signal));
    permit(call, target, request.command);
    const { command, fresh } = request;
    const began = call.clock.now();
    await approved(call, site.summary(), target, command);
    const patienceMs = left(call, request, began);
    const ask = { owner: call.agent.owner(), command, patienceMs, signal: call.signal, fresh };
    const run = await interruptible(call, command, () => call.terminals.runOn(target, ask)).catch((error: unknown) => {
      // What was remembered may be what is wrong.
      if (error instanceof DrawbridgeError && !isAboutTerminal(error)) call.targets.forget(site.id);
      throw error;
    });
    return { run, target };
  });
}

async function runWarm(
  call: ToolCall,
  site: SitePort,
  target: TerminalTarget,
  request: CommandRequest,
): Promise<Run | undefined> {
  const owner = call.agent.owner();
  const { command } = request;
  const idle = call.terminals
    .list(owner)
    .find((terminal) => terminal.state.kind === 'prompt' && sameTarget(terminal.target, target));
  if (idle === undefined) return undefined;
  permit(call, target, command);
  let patienceMs = request.patienceMs;
  if (call.guard.asksFor(site.summary())) {
    const began = call.clock.now();
    await approved(call, site.summary(), target, command, idle);
    // The yes was to the shell as it stood there: another command of this agent may have moved it meanwhile.
    if (call.terminals.get(idle.id, owner).runs.at(-1)?.id !== idle.runs.at(-1)?.id)
      return runWarm(call, site, target, request);
    patienceMs = left(call, request, began);
  }
  site.touch();
  try {
    return await interruptible(call, command, () =>
      call.terminals.run(idle.id, { owner, command, patienceMs, signal: call.signal }),
    );
  } catch (error) {
    // Another call of this agent, or an end of the terminal, was quicker; nothing was typed.
    if (error instanceof DrawbridgeError && (error.code === 'terminal-busy' || error.code === 'terminal-closed'))
      return undefined;
    throw error;
  }
}

/** What is left of the caller's patience after the person was asked; enough to say that the command runs. */
const left = (call: ToolCall, { patienceMs }: CommandRequest, began: number): number =>
  Math.max(Math.min(patienceMs, 1_000), patienceMs - (call.clock.now() - began));

function permit(call: ToolCall, target: TerminalTarget, command: string): void {
  call.guard.permit({ kind: 'run', agentId: call.agent.id, target, command });
}

/** While `start` goes on, a cancelled call stops its command; a lost socket does not, because its agent may come back. */
export async function interruptible(call: ToolCall, command: string, start: () => Promise<Run>): Promise<Run> {
  let terminalId: string | undefined;
  const unsubscribe = call.terminals.on('run-started', ({ terminal, run }) => {
    const { owner } = terminal;
    if (owner.kind === 'agent' && owner.agentId === call.agent.id && run.command === command)
      terminalId = run.terminalId;
  });
  try {
    return await start();
  } catch (error) {
    if (call.signal.aborted && call.agent.connected && terminalId !== undefined) await stop(call, terminalId);
    throw error;
  } finally {
    unsubscribe();
  }
}

export async function stop(call: ToolCall, terminalId: string): Promise<void> {
  await call.terminals.interrupt(terminalId, call.agent.owner()).catch((error: unknown) => {
    call.log.info('a cancelled command could not be interrupted', { terminal: terminalId, error: String(error) });
  });
}

const isAboutTerminal = ({ code }: DrawbridgeError): boolean =>
  code.startsWith('terminal-') || code === 'command-not-typeable' || code === 'cancelled' || code === 'bridge-raised';

const sameTarget = (a: TerminalTarget, b: TerminalTarget): boolean =>
  a.siteId === b.siteId &&
  a.asset.id === b.asset.id &&
  a.account.alias === b.account.alias &&
  a.protocol === b.protocol &&
  a.connectMethod === b.connectMethod;
