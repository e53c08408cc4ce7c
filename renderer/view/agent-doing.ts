import type { QuestionView, TerminalView } from '../../preload/contract.ts';
import type { AgentView } from '../../preload/contract-agents.ts';
import { terminalHealth } from './terminal-health.ts';

export interface AgentDoing {
  readonly kind: 'cut-off' | 'held' | 'away' | 'needs-you' | 'running' | 'idle';
  /** Open ones. */
  readonly terminals: number;
  /** Where it runs something; '' when it does not. */
  readonly asset: string;
}

/** What an agent does, the most pressing first. */
export function agentDoing(
  agent: AgentView,
  all: readonly TerminalView[],
  questions: readonly QuestionView[],
  raised: boolean,
): AgentDoing {
  const mine = all.filter(({ agentId, state }) => agentId === agent.id && state.kind !== 'closed');
  const running = mine.find(({ state }) => state.kind === 'running');
  const base = { terminals: mine.length, asset: running?.asset ?? '' };
  if (raised) return { ...base, kind: 'cut-off' };
  if (agent.hold !== null) return { ...base, kind: 'held' };
  if (agent.awaySince !== null) return { ...base, kind: 'away' };
  if (questions.some((question) => 'agentId' in question && question.agentId === agent.id))
    return { ...base, kind: 'needs-you' };
  if (mine.some((terminal) => terminalHealth(terminal).group === 'needs')) return { ...base, kind: 'needs-you' };
  return { ...base, kind: running ? 'running' : 'idle' };
}
