import type { z } from 'zod';
import type { ActionResult } from '../../preload/contract.ts';
import type { agentArguments } from '../../preload/contract-agents.ts';

type Arguments = typeof agentArguments;
type Given<C extends keyof Arguments> = z.infer<Arguments[C]>;

export interface AgentActions {
  readonly directory: {
    rename(agentId: string, name: string): void;
    paint(agentId: string, colour: Given<'agent.colour'>['colour']): void;
    limit(agentId: string, name: Given<'agent.limit'>['name'], typed: string): void;
    limitAll(typed: string): void;
  };
  readonly holds: { pause(agentId: string): void; resume(agentId: string): void };
  readonly disconnect: (agentId: string) => void;
}

/** What the person may do with an agent. */
export function agentHandlers(
  { directory, holds, disconnect }: AgentActions,
  action: (work: () => void) => Promise<ActionResult>,
): { readonly [C in keyof Arguments]: (argument: Given<C>) => Promise<ActionResult> } {
  return {
    'agent.disconnect': ({ agentId }) => action(() => disconnect(agentId)),
    'agent.pause': ({ agentId }) => action(() => holds.pause(agentId)),
    'agent.resume': ({ agentId }) => action(() => holds.resume(agentId)),
    'agent.rename': ({ agentId, name }) => action(() => directory.rename(agentId, name)),
    'agent.colour': ({ agentId, colour }) => action(() => directory.paint(agentId, colour)),
    'agent.limit': ({ agentId, name, value }) => action(() => directory.limit(agentId, name, value)),
    'agent.runs-per-hour': ({ value }) => action(() => directory.limitAll(value)),
  };
}
