import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AgentView } from '../../preload/contract-agents.ts';
import { SettingGroup, SettingRow } from '../settings/setting-parts.tsx';
import { useAction } from '../state/use-action.ts';
import { useApp, useWindow } from '../state/window-context.tsx';
import { AgentMark } from '../ui/agent-mark.tsx';
import { Button } from '../ui/button.tsx';
import { ProblemLine } from '../ui/problem-line.tsx';
import { StatePill } from '../ui/state-pill.tsx';
import { StateShape } from '../ui/state-shape.tsx';
import { AgentColours } from './agent-colours.tsx';
import { AgentFacts } from './agent-facts.tsx';
import { AgentField } from './agent-field.tsx';
import { AgentTerminals } from './agent-terminals.tsx';
import { DisconnectDialog } from './disconnect-dialog.tsx';

/** One agent: who it is, what it did, what it may, and the person's hand on it. */
export function AgentPage() {
  const { t } = useTranslation();
  const id = useWindow((state) => state.agentShown);
  const go = useWindow((state) => state.go);
  const agent = useApp((app) => app.agents.find((one) => one.id === id));
  if (!agent) {
    return (
      <div className="grid flex-1 place-items-center p-6 text-center">
        <div className="grid justify-items-center gap-3">
          <p>{t('agentPage.gone')}</p>
          <p className="text-ink-3">{t('agentPage.goneText')}</p>
          <Button onClick={() => go('terminals')}>{t('agentPage.toTerminals')}</Button>
        </div>
      </div>
    );
  }
  return <Known key={agent.id} agent={agent} />;
}

function Known({ agent }: { readonly agent: AgentView }) {
  const { t } = useTranslation();
  const { client, limits, effective } = agent;
  const common = useApp((app) => app.agentLimits);
  const own = (value: number | null) => (value === null ? '' : String(value));
  const everybody = (value: number | null) => (value === null ? t('agentPage.noLimit') : String(value));
  return (
    <div className="min-h-0 flex-1 scroll-quiet px-4 py-6">
      <div className="mx-auto grid max-w-[720px] grid-cols-[minmax(0,1fr)] gap-5">
        <Head agent={agent} />
        <Hold agent={agent} />
        <AgentTerminals agent={agent} />
        <AgentFacts agent={agent} />
        <SettingGroup title={t('agentPage.limits')} text={t('agentPage.limitsText', { client })}>
          <AgentField
            channel="agent.limit"
            argument={(value) => ({ agentId: agent.id, name: 'terminals', value })}
            title={t('agentPage.terminals')}
            text={t('agentPage.terminalsText', { common: common.terminals })}
            value={own(limits.terminals)}
            placeholder={String(effective.terminals)}
            numeric
          />
          <AgentField
            channel="agent.limit"
            argument={(value) => ({ agentId: agent.id, name: 'runsPerHour', value })}
            title={t('agentPage.runsPerHour')}
            text={t('agentPage.runsPerHourText', { common: everybody(common.runsPerHour) })}
            value={own(limits.runsPerHour)}
            placeholder={everybody(effective.runsPerHour)}
            numeric
          />
        </SettingGroup>
        <SettingGroup>
          <AgentField
            channel="agent.rename"
            argument={(name) => ({ agentId: agent.id, name })}
            title={t('agentPage.name')}
            text={t('agentPage.nameText', { client })}
            value={agent.name === client ? '' : agent.name}
            placeholder={client}
          />
          <SettingRow title={t('agentPage.colour')}>
            <AgentColours agent={agent} />
          </SettingRow>
        </SettingGroup>
      </div>
    </div>
  );
}

function Head({ agent }: { readonly agent: AgentView }) {
  const { t } = useTranslation();
  const pause = useAction('agent.pause');
  const [asking, setAsking] = useState(false);
  return (
    <div className="grid gap-2">
      <div className="flex items-center gap-3">
        <AgentMark colour={agent.colour} />
        <h1 className="min-w-0 truncate" title={agent.name}>
          {agent.name}
        </h1>
        {agent.awaySince === null ? (
          <StatePill health={{ shape: 'dot', tone: 'ready' }}>{t('agentPage.connected')}</StatePill>
        ) : (
          <StatePill health={{ shape: 'hollow', tone: 'quiet' }}>{t('agentPage.away')}</StatePill>
        )}
        <span className="flex-1" />
        {agent.hold === null ? (
          <Button disabled={pause.busy} onClick={() => void pause.run({ agentId: agent.id })}>
            {t('agentPage.pause')}
          </Button>
        ) : null}
        <Button look="danger" onClick={() => setAsking(true)}>
          {t('agent.disconnect')}
        </Button>
      </div>
      <ProblemLine problem={pause.problem} />
      <DisconnectDialog agent={agent} open={asking} onClose={() => setAsking(false)} />
    </div>
  );
}

/** Why nothing of it is typed, and how it goes on. */
function Hold({ agent }: { readonly agent: AgentView }) {
  const { t } = useTranslation();
  const resume = useAction('agent.resume');
  const { hold } = agent;
  if (hold === null) return null;
  const byPerson = hold.kind === 'by-person';
  return (
    <div
      role="status"
      className="flex items-start gap-3 rounded-card border border-needs-line bg-needs-bg py-2.5 pr-2.5 pl-4"
    >
      <span className="mt-0.5">
        <StateShape shape={byPerson ? 'pause' : 'triangle'} tone="needs" />
      </span>
      <div className="min-w-0 flex-1">
        <p className="font-medium">{byPerson ? t('agentPage.pausedByYou') : t('agentPage.tooMany')}</p>
        <p className="text-ink-2">
          {hold.kind === 'by-person' ? t('agentPage.pausedText') : t('agentPage.tooManyText', { limit: hold.limit })}
        </p>
        <ProblemLine problem={resume.problem} />
      </div>
      <Button look="primary" disabled={resume.busy} onClick={() => void resume.run({ agentId: agent.id })}>
        {t('agentPage.resume')}
      </Button>
    </div>
  );
}
