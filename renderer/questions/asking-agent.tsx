import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../state/window-context.tsx';
import { AgentMark } from '../ui/agent-mark.tsx';
import { visibleText } from '../view/hidden-characters.ts';
import { projectName } from '../view/project-name.ts';
import { Fact, Facts } from './question-parts.tsx';

interface AskingAgentProps {
  readonly agent: string;
  readonly agentId: string;
  readonly target: string;
  readonly site: string;
  /** Where on the target, in words; '' where there is nothing to say. */
  readonly where: string;
  /** JumpServer's own id of the session, as it names it in its audit; null where there is none yet. */
  readonly session?: string | null;
  /** More facts below these. */
  readonly children?: ReactNode;
}

/** Who asks, and where it would happen. Names of agents and assets come from outside: data, with nothing hidden in it. */
export function AskingAgent({ agent, agentId, target, site, where, session = null, children }: AskingAgentProps) {
  const { t, i18n } = useTranslation();
  const known = useApp((app) => app.agents.find(({ id }) => id === agentId));
  const time = new Intl.DateTimeFormat(i18n.language, { timeStyle: 'short' });
  const about =
    known === undefined
      ? []
      : [
          visibleText(known.version),
          t('question.run.project', { name: visibleText(projectName(known.projectFolder)) }),
          t('approvals.connected', { time: time.format(known.connectedAt) }),
        ];
  return (
    <Facts>
      <Fact name={t('question.run.agent')}>
        <span className="inline-flex items-center gap-1.5">
          {known === undefined ? null : <AgentMark colour={known.colour} />}
          {visibleText(agent)}
        </span>{' '}
        <span className="text-ink-3">{about.join(' · ')}</span>
      </Fact>
      <Fact name={t('question.run.on')}>
        {visibleText(target)}{' '}
        <span className="text-ink-3">
          · {visibleText(site)}
          {where === '' ? '' : ` · ${where}`}
          {session === null ? null : (
            <>
              {' '}
              · {t('approvals.session')} <span className="mono text-ink-2">{session.slice(0, 8)}</span>
            </>
          )}
        </span>
      </Fact>
      {children}
    </Facts>
  );
}
