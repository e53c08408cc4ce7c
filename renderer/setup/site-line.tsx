import { Server } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { SiteView } from '../../preload/contract.ts';
import { StatePill } from '../ui/state-pill.tsx';
import { useSessionMessage } from '../ui/use-session-message.ts';
import { useSiteTimeLeft } from '../ui/use-site-time-left.ts';
import { hostOf } from '../view/host-of.ts';
import { siteHealth } from '../view/site-health.ts';

/** The site during first run, before there is a sidebar. */
export function SiteLine({ site }: { readonly site: SiteView }) {
  const { t } = useTranslation();
  const health = siteHealth(site.session);
  const left = useSiteTimeLeft(health.endsAt);
  const { session } = site;
  const user = 'user' in session ? session.user : null;
  const message = useSessionMessage(session);
  return (
    <div data-testid="site-row" className="flex items-center gap-3 rounded-card border border-line bg-card px-4 py-3">
      <span className="grid size-8 shrink-0 place-items-center rounded-control border border-line bg-inset text-ink-2">
        <Server size={16} strokeWidth={2} />
      </span>
      <div className="min-w-0 flex-1">
        <p className="truncate font-semibold">{site.name}</p>
        <p className="text-small text-ink-3 [overflow-wrap:anywhere]">
          {message !== '' ? message : user ? t('site.as', { user: user.username }) : hostOf(site.baseUrl)}
        </p>
      </div>
      <StatePill health={health}>
        {t(`site.${health.word}`)}
        {left === '' ? '' : ` · ${left}`}
      </StatePill>
    </div>
  );
}
