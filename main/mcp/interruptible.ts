import type { Run } from '../terminals/terminal-model.ts';
import type { ToolCall } from './tool.ts';

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
