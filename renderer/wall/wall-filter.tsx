import { X } from 'lucide-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { TerminalView } from '../../preload/contract.ts';
import { useApp, useWindow } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';
import { Select } from '../ui/select.tsx';
import { StateShape } from '../ui/state-shape.tsx';
import type { Shape, Tone } from '../view/site-health.ts';
import { type TerminalGroup, terminalHealth } from '../view/terminal-health.ts';
import { DismissEnded } from './dismiss-terminals.tsx';

const chips: readonly { readonly group: TerminalGroup; readonly shape: Shape; readonly tone: Tone }[] = [
  { group: 'needs', shape: 'triangle', tone: 'needs' },
  { group: 'drive', shape: 'person', tone: 'drive' },
  { group: 'running', shape: 'play', tone: 'accent' },
  { group: 'ready', shape: 'dot', tone: 'ready' },
  { group: 'ended', shape: 'square', tone: 'ended' },
];

/** Chips by state, with how many there are; a state that nobody is in has no chip. */
export function WallFilter({ terminals }: { readonly terminals: readonly TerminalView[] }) {
  const { t } = useTranslation();
  const group = useWindow((state) => state.group);
  const show = useWindow((state) => state.show);
  const onlyAgent = useWindow((state) => state.onlyAgent);
  const showAgent = useWindow((state) => state.showAgent);
  const agentName = useApp((app) => app.agents.find(({ id }) => id === onlyAgent)?.name ?? '');
  const counts = new Map<TerminalGroup, number>();
  for (const terminal of terminals) {
    const { group: its } = terminalHealth(terminal);
    counts.set(its, (counts.get(its) ?? 0) + 1);
  }
  const chip = (on: boolean) =>
    classNames(
      'inline-flex h-6 items-center gap-1.5 rounded-control px-2 text-small whitespace-nowrap',
      on ? 'bg-hover font-medium text-ink' : 'text-ink-2 hover:text-ink',
    );
  return (
    <div className="flex h-11 shrink-0 items-center gap-2 px-4">
      <fieldset className="flex gap-0.5" aria-label={t('wall.filter')}>
        <button
          type="button"
          aria-pressed={group === 'all'}
          className={chip(group === 'all')}
          onClick={() => show('all')}
        >
          {t('wall.all')} <span className="text-ink-3">{terminals.length}</span>
        </button>
        {chips
          .filter((one) => one.group === group || (counts.get(one.group) ?? 0) > 0)
          .map((one) => (
            <button
              key={one.group}
              type="button"
              aria-pressed={group === one.group}
              className={chip(group === one.group)}
              onClick={() => show(one.group)}
            >
              <StateShape shape={one.shape} tone={one.tone} small />
              {t(`wall.${one.group}`)} <span className="text-ink-3">{counts.get(one.group) ?? 0}</span>
            </button>
          ))}
      </fieldset>
      <span className="min-w-0 flex-1" />
      <DismissEnded terminals={terminals} />
      <SiteFilter />
      {onlyAgent === null ? null : (
        <Button size="small" title={t('agent.showAll')} onClick={() => showAgent(null)}>
          {t('wall.onlyAgent', { name: agentName })}
          <X size={12} strokeWidth={2} />
        </Button>
      )}
    </div>
  );
}

/** Only where terminals of several sites stand on the wall. */
function SiteFilter() {
  const { t } = useTranslation();
  const id = useId();
  const sites = useApp((app) => app.sites);
  const used = useApp((app) => new Set(app.terminals.map(({ siteId }) => siteId)).size);
  const only = useWindow((state) => state.onlySite);
  const showSite = useWindow((state) => state.showSite);
  if (only === null && used < 2) return null;
  return (
    <>
      <label htmlFor={id} className="sr-only">
        {t('wall.site')}
      </label>
      <Select
        id={id}
        value={only ?? ''}
        options={[
          { value: '', text: t('wall.allSites') },
          ...sites.map((site) => ({ value: site.id, text: site.name })),
        ]}
        onChoose={(siteId) => showSite(siteId === '' ? null : siteId)}
      />
    </>
  );
}
