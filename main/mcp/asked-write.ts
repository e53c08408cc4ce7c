import { ApprovalVoid } from '../guard/approvals.ts';
import { wantedOf } from '../guard/wanted-typing.ts';
import type { Run } from '../terminals/terminal-model.ts';
import type { BeforeTyping, WriteInput } from '../terminals/terminal-service.ts';
import { typeableLines } from '../terminals/typeable.ts';
import { PATIENCE_MS } from './patience.ts';
import type { ToolCall } from './tool.ts';

/**
 * Types into a terminal on a site where the person is asked first: a command at the prompt each time, the input of a
 * program once. What types nothing (text held until Enter, Ctrl-C) is not asked about.
 */
export async function writeAsked(call: ToolCall, id: string, input: WriteInput, waitMs: number): Promise<Run | null> {
  const owner = call.agent.owner();
  const until = call.clock.now() + Math.max(PATIENCE_MS, waitMs);
  const write = (beforeTyping: BeforeTyping) =>
    call.terminals.write(id, owner, input, waitMs, call.signal, beforeTyping);
  for (;;) {
    const typing = call.terminals.wouldType(id, owner, input);
    if (typing === null) return write(nothing);
    if (typing.kind === 'command') typeableLines(typing.command);
    const wanted = wantedOf({ id: call.agent.id, name: call.agent.name }, typing);
    const wait = { signal: call.signal, patienceMs: until - call.clock.now() };
    const permission = await call.guard.allowTyping(wanted, wait);
    try {
      return await write(permission.use);
    } catch (error) {
      // Meanwhile the terminal waits for something else: that is another question.
      if (!(error instanceof ApprovalVoid)) throw error;
    }
  }
}

/** For what was found to type nothing. */
const nothing: BeforeTyping = () => {
  throw new ApprovalVoid();
};
