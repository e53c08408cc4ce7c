import type { AppState, TerminalView } from '../../preload/contract.ts';
import type { AgentColour } from '../../preload/contract-agents.ts';

/** Whose a terminal is, as tiles and the focus bar say it; colour and project are known while the agent is here. */
export interface AgentOf {
  readonly name: string;
  readonly colour: AgentColour | null;
  readonly projectFolder: string | null;
}

/** Null for a person's own terminal. */
export function agentOf(
  { agents }: Pick<AppState, 'agents'>,
  terminal: Pick<TerminalView, 'agentId' | 'agentName'>,
): AgentOf | null {
  if (terminal.agentId === null) return null;
  const agent = agents.find(({ id }) => id === terminal.agentId);
  return agent
    ? { name: agent.name, colour: agent.colour, projectFolder: agent.projectFolder }
    : { name: terminal.agentName, colour: null, projectFolder: null };
}
