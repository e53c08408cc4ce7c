import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AgentView } from '../../preload/contract-agents.ts';
import { SettingGroup } from '../settings/setting-parts.tsx';
import { useNow } from '../state/use-now.ts';
import { useUnits } from '../ui/use-units.ts';
import { duration } from '../view/time-left.ts';

/** What it did, and who it is: every claim says whose it is. */
export function AgentFacts({ agent }: { readonly agent: AgentView }) {
  const { t, i18n } = useTranslation();
  const units = useUnits();
  const now = useNow(1000);
  const { executable, pid, host, effective, runsThisHour, lastCallAt } = agent;
  const ago = (at: number) =>
    now - at < 10_000 ? t('agentPage.justNow') : t('agentPage.ago', { time: duration(now - at, units) });
  const number = new Intl.NumberFormat(i18n.language);
  const date = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <>
      <SettingGroup title={t('agentPage.did')}>
        <dl className="grid grid-cols-4 max-wide:grid-cols-2">
          <Count name={t('agentPage.runs')}>{number.format(agent.runs)}</Count>
          <Count name={t('agentPage.thisHour')}>
            {effective.runsPerHour === null
              ? number.format(runsThisHour)
              : t('agentPage.ofLimit', {
                  count: runsThisHour,
                  limit: number.format(effective.runsPerHour),
                })}
          </Count>
          <Count name={t('agentPage.calls')}>{number.format(agent.calls)}</Count>
          <Count name={t('agentPage.lastCall')}>{lastCallAt === null ? t('agentPage.never') : ago(lastCallAt)}</Count>
        </dl>
      </SettingGroup>
      <SettingGroup title={t('agentPage.who')}>
        <dl className="selectable">
          <Fact name={t('agentPage.client')} note={t('agentPage.clientText')}>
            {agent.client} {agent.version}
          </Fact>
          <Fact name={t('agentPage.project')}>
            <span className="mono">{agent.projectFolder}</span>
          </Fact>
          <Fact
            name={t('agentPage.bridge')}
            note={agent.verified ? t('agentPage.bridgeChecked') : t('agentPage.bridgeClaimed')}
          >
            <span className="mono">{executable}</span> · {t('agentPage.pid', { pid })}
          </Fact>
          {host === null ? null : (
            <Fact name={t('agentPage.host')} note={t('agentPage.hostText')}>
              <span className="mono">{host.executable}</span> · {t('agentPage.pid', { pid: host.pid })}
            </Fact>
          )}
          <Fact name={t('agentPage.since')}>{date.format(agent.connectedAt)}</Fact>
        </dl>
      </SettingGroup>
    </>
  );
}

function Count({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col-reverse px-4 py-3">
      <dt className="truncate text-small text-ink-3">{name}</dt>
      <dd className="truncate font-medium">{children}</dd>
    </div>
  );
}

interface FactProps {
  readonly name: string;
  /** Whose word it is. */
  readonly note?: string;
  readonly children: ReactNode;
}

function Fact({ name, note, children }: FactProps) {
  return (
    <div className="grid grid-cols-[144px_minmax(0,1fr)] gap-x-4 border-line px-4 py-2 not-first:border-t">
      <dt className="text-ink-2">{name}</dt>
      <dd className="[overflow-wrap:anywhere]">
        {children}
        {note === undefined ? null : <p className="text-small text-ink-3">{note}</p>}
      </dd>
    </div>
  );
}
