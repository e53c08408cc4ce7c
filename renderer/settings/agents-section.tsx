import { useTranslation } from 'react-i18next';
import { AgentField } from '../agents/agent-field.tsx';
import { useApp, useWindow } from '../state/window-context.tsx';
import { AgentMark } from '../ui/agent-mark.tsx';
import { Button } from '../ui/button.tsx';
import { projectName } from '../view/project-name.ts';
import { SettingGroup, SettingRow } from './setting-parts.tsx';

/** What holds for all agents, and the way to each one's own. */
export function AgentsSection() {
  const { t } = useTranslation();
  const { runsPerHour } = useApp((app) => app.agentLimits);
  const agents = useApp((app) => app.agents);
  const showPage = useWindow((state) => state.showAgentPage);
  const go = useWindow((state) => state.go);
  return (
    <>
      <SettingGroup title={t('agentPage.everyAgent')}>
        <AgentField
          channel="agent.runs-per-hour"
          argument={(value) => ({ value })}
          title={t('agentPage.runsPerHour')}
          text={t('agentPage.runsPerHourAll')}
          value={runsPerHour === null ? '' : String(runsPerHour)}
          placeholder={t('agentPage.noLimit')}
          numeric
        />
      </SettingGroup>
      <SettingGroup title={t('agentPage.connectedNow')}>
        {agents.map((agent) => (
          <SettingRow
            key={agent.id}
            title={
              <span className="flex items-center gap-2">
                <AgentMark colour={agent.colour} />
                <span className="truncate">{agent.name}</span>
                <span className="truncate text-ink-3">{projectName(agent.projectFolder)}</span>
              </span>
            }
          >
            <Button aria-label={`${t('agentPage.details')}: ${agent.name}`} onClick={() => showPage(agent.id)}>
              {t('agentPage.details')}
            </Button>
          </SettingRow>
        ))}
        {agents.length === 0 ? (
          <SettingRow title={<span className="text-ink-3">{t('agent.none')}</span>}>
            <Button onClick={() => go('connect-agent')}>{t('nav.connectAgent')}</Button>
          </SettingRow>
        ) : null}
      </SettingGroup>
    </>
  );
}
