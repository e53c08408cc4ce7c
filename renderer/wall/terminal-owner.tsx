import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import type { TerminalView } from '../../preload/contract.ts';
import { useApp } from '../state/window-context.tsx';
import { AgentMark } from '../ui/agent-mark.tsx';
import { StateShape } from '../ui/state-shape.tsx';
import { agentOf } from '../view/agent-of.ts';
import { projectName } from '../view/project-name.ts';

/** The agent of a terminal with its colour and its project, or the person. */
export function TerminalOwner({ terminal }: { readonly terminal: TerminalView }) {
  const { t } = useTranslation();
  const agent = useApp(useShallow((app) => agentOf(app, terminal)));
  if (!agent) {
    return (
      <span className="inline-flex min-w-0 items-center gap-1.5">
        <StateShape shape="person" tone="quiet" small />
        {t('terminal.you')}
      </span>
    );
  }
  const project = agent.projectFolder ? projectName(agent.projectFolder) : null;
  return (
    <span
      className="inline-flex min-w-0 items-center gap-1.5"
      title={project === null ? agent.name : `${agent.name} · ${project}`}
    >
      {agent.colour === null ? null : <AgentMark colour={agent.colour} />}
      <span className="min-w-0 truncate">
        {agent.name}
        {project === null ? null : <span className="text-ink-3"> · {project}</span>}
      </span>
    </span>
  );
}
