import type { AgentColour } from '../../preload/contract-agents.ts';
import { classNames } from './class-names.ts';

const fills: Readonly<Record<AgentColour, string>> = {
  blue: 'bg-agent-blue',
  pink: 'bg-agent-pink',
  olive: 'bg-agent-olive',
  copper: 'bg-agent-copper',
  cyan: 'bg-agent-cyan',
  slate: 'bg-agent-slate',
};

/** An agent's colour; its name stands beside it. A square on its edge, which no state is. */
export function AgentMark({ colour }: { readonly colour: AgentColour }) {
  return <span aria-hidden="true" className={classNames('size-2 shrink-0 rotate-45 rounded-[2px]', fills[colour])} />;
}
