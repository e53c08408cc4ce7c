import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import type { SitePort } from '../sites/sites-port.ts';
import type { Run, TerminalTarget } from '../terminals/terminal-model.ts';
import { runAsked } from './asked-run.ts';
import { type CommandRequest, type CommandResult, isAboutTerminal } from './command-request.ts';
import { ownIdle } from './run-in-terminal.ts';
import { withSession } from './site-access.ts';
import type { ToolCall } from './tool.ts';

/**
 * Runs a command in this agent's terminal on a target. A terminal that waits at its prompt is used as it is, without
 * asking the site anything: it goes on while the web session is over (design §7).
 */
export async function runCommand(call: ToolCall, site: SitePort, request: CommandRequest): Promise<CommandResult> {
  if (call.guard.asksBeforeTyping(call.agent.id, site.id)) return runAsked(call, site, request);
  const warm = call.targets.remembered(site.id, request);
  if (warm !== undefined && !request.fresh) {
    const run = await runWarm(call, site, warm, request);
    if (run !== undefined) return { run, target: warm };
  }
  return withSession(call, site, 'run a command', async () => {
    const target = call.targets.remembered(site.id, request) ?? (await call.targets.target(site, request, call.signal));
    // The bridge may have been raised meanwhile.
    call.signal.throwIfAborted();
    const { command, patienceMs, fresh, onWaiting } = request;
    const ask = { owner: call.agent.owner(), command, patienceMs, signal: call.signal, fresh, onWaiting };
    const run = await call.terminals.runOn(target, ask).catch((error: unknown) => {
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
  { command, patienceMs }: CommandRequest,
): Promise<Run | undefined> {
  const owner = call.agent.owner();
  const idle = ownIdle(call, target);
  if (idle === undefined) return undefined;
  site.touch();
  try {
    return await call.terminals.run(idle.id, { owner, command, patienceMs, signal: call.signal });
  } catch (error) {
    // Another call of this agent, or an end of the terminal, was quicker; nothing was typed.
    if (error instanceof DrawbridgeError && (error.code === 'terminal-busy' || error.code === 'terminal-closed'))
      return undefined;
    throw error;
  }
}
