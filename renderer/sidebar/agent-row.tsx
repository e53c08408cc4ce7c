import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AgentView } from '../../preload/contract-agents.ts';
import { DisconnectDialog } from '../agents/disconnect-dialog.tsx';
import { useAction } from '../state/use-action.ts';
import { useApp, useWindow } from '../state/window-context.tsx';
import { AgentMark } from '../ui/agent-mark.tsx';
import { RowMenu, RowMenuFacts, RowMenuItem } from '../ui/row-menu.tsx';
import { StateShape } from '../ui/state-shape.tsx';
import { agentDoing } from '../view/agent-doing.ts';
import { projectName } from '../view/project-name.ts';

/** An agent: its name, its project, and what it does now. */
export function AgentRow({ agent }: { readonly agent: AgentView }) {
  const { t } = useTranslation();
  const terminals = useApp((app) => app.terminals);
  const questions = useApp((app) => app.questions);
  const raised = useApp((app) => app.raised);
  const showAgent = useWindow((state) => state.showAgent);
  const onlyThis = useWindow((state) => state.onlyAgent === agent.id);
  const showPage = useWindow((state) => state.showAgentPage);
  const here = useWindow((state) => state.page === 'agent' && state.agentShown === agent.id);
  const pause = useAction('agent.pause');
  const resume = useAction('agent.resume');
  const [asking, setAsking] = useState(false);
  const doing = agentDoing(agent, terminals, questions, raised);
  const count = doing.terminals;
  const words = {
    'cut-off': t('agent.cutOff'),
    held: t('agent.held'),
    away: t('agent.away'),
    'needs-you': t('agent.needsYou'),
    running: t('agent.runningOn', { asset: doing.asset }),
    idle: count > 0 ? t('agent.terminals', { count }) : t('agent.idle'),
  } satisfies Record<typeof doing.kind, string>;
  const word = words[doing.kind];
  const facts = { executable: agent.executable, pid: agent.pid };
  return (
    <li
      data-testid="agent-row"
      className="relative grid grid-cols-[16px_minmax(0,1fr)_auto] items-center gap-x-2 rounded-control px-2 py-1.5 aria-[current]:bg-hover max-wide:grid-cols-1 max-wide:justify-items-center max-wide:py-2.5"
      aria-current={here ? 'page' : undefined}
    >
      <RowMenu label={`${agent.name}: ${word}`}>
        <RowMenuFacts>
          <b className="font-semibold">
            {agent.name} {agent.version}
          </b>
          <span className="mono text-ink-2">{agent.projectFolder}</span>
          <span className="text-small text-ink-2">
            {agent.verified ? t('agent.verified', facts) : t('agent.claimed', facts)}
          </span>
          <span className="text-small text-ink-2">{word}</span>
        </RowMenuFacts>
        <RowMenuItem onSelect={() => showPage(agent.id)}>{t('agentPage.details')}</RowMenuItem>
        {onlyThis ? (
          <RowMenuItem onSelect={() => showAgent(null)}>{t('agent.showAll')}</RowMenuItem>
        ) : count > 0 ? (
          <RowMenuItem onSelect={() => showAgent(agent.id)}>{t('agent.show')}</RowMenuItem>
        ) : null}
        {agent.hold === null ? (
          <RowMenuItem onSelect={() => void pause.run({ agentId: agent.id })}>{t('agentPage.pause')}</RowMenuItem>
        ) : (
          <RowMenuItem onSelect={() => void resume.run({ agentId: agent.id })}>{t('agentPage.resume')}</RowMenuItem>
        )}
        <RowMenuItem danger onSelect={() => setAsking(true)}>
          {t('agent.disconnect')}
        </RowMenuItem>
      </RowMenu>
      <span className="pointer-events-none relative grid size-4 place-items-center">
        <AgentMark colour={agent.colour} />
      </span>
      <span className="pointer-events-none relative truncate font-medium max-wide:sr-only">{agent.name}</span>
      <span className="pointer-events-none relative text-small text-ink-3 max-wide:absolute max-wide:top-0.5 max-wide:right-0">
        {mark(doing.kind, count, word)}
      </span>
      <span className="pointer-events-none relative col-span-2 col-start-2 truncate text-small text-ink-3 max-wide:hidden">
        {projectName(agent.projectFolder)} · {word}
      </span>
      <DisconnectDialog agent={agent} open={asking} onClose={() => setAsking(false)} />
    </li>
  );
}

function mark(kind: ReturnType<typeof agentDoing>['kind'], count: number, word: string) {
  switch (kind) {
    case 'needs-you':
      return <StateShape shape="triangle" tone="needs" label={word} />;
    case 'cut-off':
      return <StateShape shape="square" tone="ended" label={word} small />;
    case 'held':
      return <StateShape shape="pause" tone="needs" label={word} small />;
    case 'away':
      return <StateShape shape="hollow" tone="quiet" label={word} small />;
    case 'running':
    case 'idle':
      return count > 0 ? count : null;
    default:
      return kind satisfies never;
  }
}
