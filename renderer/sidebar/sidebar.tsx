import { Plus, Settings2, Stethoscope } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp, useWindow } from '../state/window-context.tsx';
import { BridgeGlyph } from '../ui/bridge-glyph.tsx';
import { classNames } from '../ui/class-names.ts';
import { AgentRow } from './agent-row.tsx';
import { SiteRow } from './site-row.tsx';

export function Sidebar() {
  const { t } = useTranslation();
  const sites = useApp((app) => app.sites);
  const agents = useApp((app) => app.agents);
  const raised = useApp((app) => app.raised);
  const page = useWindow((state) => state.page);
  const go = useWindow((state) => state.go);
  return (
    <nav
      aria-label={t('nav.label')}
      className="flex w-(--w-sidebar-narrow) min-w-0 shrink-0 flex-col border-r border-line bg-window px-2 pb-2 wide:w-(--w-sidebar)"
    >
      <div className="flex h-12 shrink-0 items-center justify-center gap-2 px-2 font-semibold wide:justify-start">
        <span className={raised ? 'text-ended' : 'text-accent-text'}>
          <BridgeGlyph position={raised ? 'raised' : 'lowered'} />
        </span>
        <span className="max-wide:sr-only">{t('app.name')}</span>
      </div>
      <div className="-mx-2 min-h-0 flex-1 px-2 scroll-quiet">
        <Group title={t('nav.sites')}>
          {sites.map((site) => (
            <SiteRow key={site.id} site={site} />
          ))}
          <PlainRow icon={<Plus size={16} strokeWidth={2} />} on={page === 'add-site'} onClick={() => go('add-site')}>
            {t('nav.addSite')}
          </PlainRow>
        </Group>
        <Group title={t('nav.agents')}>
          {agents.map((agent) => (
            <AgentRow key={agent.id} agent={agent} />
          ))}
          <PlainRow
            icon={<Plus size={16} strokeWidth={2} />}
            on={page === 'connect-agent'}
            onClick={() => go('connect-agent')}
          >
            {t('nav.connectAgent')}
          </PlainRow>
        </Group>
      </div>
      <ul className="pt-2">
        <PlainRow icon={<Stethoscope size={16} strokeWidth={2} />} on={page === 'doctor'} onClick={() => go('doctor')}>
          {t('nav.doctor')}
        </PlainRow>
        <PlainRow
          icon={<Settings2 size={16} strokeWidth={2} />}
          on={page === 'settings'}
          onClick={() => go('settings')}
        >
          {t('nav.settings')}
        </PlainRow>
      </ul>
    </nav>
  );
}

function Group({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="mb-3 max-wide:mb-1 max-wide:border-b max-wide:border-line max-wide:pb-1">
      <h2 className="px-2 pt-2 pb-1 text-small font-medium text-ink-3 max-wide:sr-only">{title}</h2>
      <ul>{children}</ul>
    </section>
  );
}

interface PlainRowProps {
  readonly icon: ReactNode;
  readonly on: boolean;
  readonly children: string;
  onClick(): void;
}

function PlainRow({ icon, on, children, onClick }: PlainRowProps) {
  return (
    <li>
      <button
        type="button"
        title={children}
        aria-current={on ? 'page' : undefined}
        onClick={onClick}
        className={classNames(
          'flex w-full items-center gap-2 rounded-control px-2 py-1.5 text-left outline-offset-[-2px] hover:bg-hover max-wide:justify-center max-wide:py-2.5',
          on ? 'bg-hover font-medium text-ink' : 'text-ink-2',
        )}
      >
        {icon}
        <span className="truncate max-wide:sr-only">{children}</span>
      </button>
    </li>
  );
}
