import { useTranslation } from 'react-i18next';
import { useApp } from '../state/window-context.tsx';
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
}

/** Who asks, and where it would happen. Names of agents and assets come from outside: data, with nothing hidden in it. */
export function AskingAgent({ agent, agentId, target, site, where }: AskingAgentProps) {
  const { t } = useTranslation();
  const known = useApp((app) => app.agents.find(({ id }) => id === agentId));
  return (
    <Facts>
      <Fact name={t('question.run.agent')}>
        {visibleText(agent)}{' '}
        <span className="text-ink-3">
          {known === undefined
            ? ''
            : `${visibleText(known.version)} · ${t('question.run.project', { name: visibleText(projectName(known.projectFolder)) })}`}
        </span>
      </Fact>
      <Fact name={t('question.run.on')}>
        {visibleText(target)}{' '}
        <span className="text-ink-3">
          · {visibleText(site)}
          {where === '' ? '' : ` · ${where}`}
        </span>
      </Fact>
    </Facts>
  );
}
