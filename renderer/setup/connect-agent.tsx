import { SquareTerminal } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp, useWindow } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { ScrollRegion } from '../ui/scroll-region.tsx';
import { StatePill } from '../ui/state-pill.tsx';
import { claudeCommand, codexEntry, jsonEntry } from '../view/mcp-entry.ts';
import { projectName } from '../view/project-name.ts';
import { SiteLine } from './site-line.tsx';

/** The exact entry for each client, before anything is done. */
export function ConnectAgent() {
  const { t } = useTranslation();
  const bridge = useApp((app) => app.bridgeCommand);
  const sites = useApp((app) => app.sites);
  const settingUp = useWindow((state) => state.settingUp);
  const finish = useWindow((state) => state.finishSetup);
  return (
    <>
      <div>
        <h1>{t('setup.connectTitle')}</h1>
        <p className="text-ink-2">{t('setup.connectText')}</p>
      </div>
      {settingUp ? sites.map((site) => <SiteLine key={site.id} site={site} />) : null}
      <div className="overflow-hidden rounded-card border border-line bg-card">
        <Client name={t('setup.claude')} hint={t('setup.claudeHint')} entry={claudeCommand(bridge)} />
        <Client name={t('setup.codex')} hint={t('setup.codexHint')} entry={codexEntry(bridge)} />
        <Client name={t('setup.other')} hint={t('setup.otherHint')} entry={jsonEntry(bridge)} />
      </div>
      <ConnectedAgents />
      <div className="flex items-center gap-4">
        <p className="min-w-0 flex-1 text-small text-ink-3">{t('setup.decide')}</p>
        <Button size="large" onClick={finish}>
          {t('setup.go')}
        </Button>
      </div>
    </>
  );
}

interface ClientProps {
  readonly name: string;
  readonly hint: string;
  readonly entry: string;
}

function Client({ name, hint, entry }: ClientProps): ReactNode {
  return (
    <section className="grid gap-2 border-line px-4 py-3 not-first:border-t">
      <div className="flex items-center gap-2">
        <h2 className="min-w-0 flex-1">
          {name} <span className="pl-1 text-small font-normal text-ink-3">{hint}</span>
        </h2>
        <CopyButton text={entry} what={name} />
      </div>
      <ScrollRegion label={name} className="max-h-40 rounded-control border border-line bg-term px-3 py-1.5">
        <pre className="mono leading-[18px] selectable">{entry}</pre>
      </ScrollRegion>
    </section>
  );
}

function ConnectedAgents() {
  const { t } = useTranslation();
  const agents = useApp((app) => app.agents);
  if (agents.length === 0) return <p className="text-small text-ink-3">{t('setup.waiting')}</p>;
  return (
    <ul className="grid gap-1">
      {agents.map((agent) => (
        <li key={agent.id} data-testid="agent-row" className="flex items-center gap-2">
          <SquareTerminal size={16} strokeWidth={2} className="text-ink-2" />
          <span className="min-w-0 flex-1 truncate">
            <b className="font-semibold">{agent.name}</b>{' '}
            <span className="text-ink-3">{projectName(agent.projectFolder)}</span>
          </span>
          <StatePill health={{ shape: 'dot', tone: 'ready' }}>{t('setup.connected')}</StatePill>
        </li>
      ))}
    </ul>
  );
}
