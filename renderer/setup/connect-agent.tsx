import { ChevronDown, ChevronUp, Copy, SquareTerminal } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp, useWindow } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { StatePill } from '../ui/state-pill.tsx';
import { projectName } from '../view/project-name.ts';
import { ChangeDialog } from './change-dialog.tsx';
import { ClientRow, ListRow, type Wish } from './client-row.tsx';
import { SiteLine } from './site-line.tsx';
import { useClients } from './use-clients.ts';

interface Done {
  readonly clientId: string;
  readonly does: Wish['does'];
  readonly backup: string | null;
}

/** The clients on this computer: how each stands, and its change shown before it is written. */
export function ConnectAgent() {
  const { t } = useTranslation();
  const sites = useApp((app) => app.sites);
  const settingUp = useWindow((state) => state.settingUp);
  const finish = useWindow((state) => state.finishSetup);
  const { clients, look } = useClients();
  const [wish, setWish] = useState<Wish | null>(null);
  const [done, setDone] = useState<Done | null>(null);
  const [all, setAll] = useState(false);
  useEffect(() => {
    // The button that was pressed is gone with the state that it stood for: the keyboard goes on in the same row.
    if (clients === null || done === null || document.activeElement !== document.body) return;
    document.querySelector<HTMLElement>(`[data-client="${done.clientId}"] button`)?.focus();
  }, [clients, done]);
  const isHere = ({ installed, state }: { installed: boolean; state: { kind: string } }) =>
    installed || state.kind !== 'not-connected';
  const here = clients?.clients.filter(isHere) ?? [];
  const absent = clients?.clients.filter((client) => !isHere(client)) ?? [];
  const shown = all ? [...here, ...absent] : here;
  const first = here.find(({ state }) => state.kind === 'outdated' || state.kind === 'not-connected');
  return (
    <>
      <div className="grid gap-1">
        <h1>{t('connect.title')}</h1>
        <p className="text-ink-2">{t('connect.text')}</p>
      </div>
      {settingUp ? sites.map((site) => <SiteLine key={site.id} site={site} />) : null}
      {clients === null ? null : (
        <div className="overflow-hidden rounded-card border border-line bg-card" data-testid="setup-step-agent">
          <ul aria-label={t('connect.list')}>
            {shown.map((client) => (
              <ClientRow
                key={client.id}
                client={client}
                first={client === first}
                done={done?.clientId === client.id ? done : null}
                onWish={setWish}
                onAgain={() => void look()}
              />
            ))}
            <ListRow
              icon={<Copy size={16} strokeWidth={2} />}
              title={t('connect.other')}
              text={t(here.length === 0 ? 'connect.none' : 'connect.otherText')}
            >
              <CopyButton text={clients.entry} what={t('connect.other')} />
            </ListRow>
          </ul>
          {absent.length === 0 ? null : (
            <div className="border-t border-line px-4 py-1.5">
              <Button look="ghost" size="small" aria-expanded={all} onClick={() => setAll(!all)}>
                {all ? <ChevronUp size={14} strokeWidth={2} /> : <ChevronDown size={14} strokeWidth={2} />}
                {all ? t('connect.less') : t('connect.more', { count: absent.length })}
              </Button>
            </div>
          )}
        </div>
      )}
      <ConnectedAgents />
      <div className="flex items-center gap-4">
        <p className="min-w-0 flex-1 text-small text-ink-3">{t('setup.decide')}</p>
        <Button size="large" onClick={finish}>
          {t('setup.go')}
        </Button>
      </div>
      {wish === null ? null : (
        <ChangeDialog
          wish={wish}
          onClose={() => {
            setWish(null);
            void look();
          }}
          onWritten={(backup) => {
            setDone({ clientId: wish.client.id, does: wish.does, backup });
            setWish(null);
            void look();
          }}
        />
      )}
    </>
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
