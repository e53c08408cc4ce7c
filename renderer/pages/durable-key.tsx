import { useTranslation } from 'react-i18next';
import type { SiteView } from '../../preload/contract.ts';
import { useAction } from '../state/use-action.ts';
import { Button } from '../ui/button.tsx';
import { ProblemLine } from '../ui/problem-line.tsx';
import { keyUse, mayCreateKey } from '../view/durable-key.ts';

/** Whether agents can still look at a site's assets after the session ends; the person turns it on and off. */
export function DurableKey({ site }: { readonly site: SiteView }) {
  const { t, i18n } = useTranslation();
  const create = useAction('site.key-create');
  const revoke = useAction('site.key-revoke');
  const use = keyUse(site);
  const { durableKey } = site;
  const since =
    durableKey.state === 'on'
      ? new Date(durableKey.createdAt).toLocaleDateString(i18n.language, { dateStyle: 'medium' })
      : '';
  return (
    <div data-testid="durable-key" className="flex min-h-11 items-center gap-3 border-line border-t py-2 pr-2 pl-4">
      <div className="min-w-0 flex-1 selectable">
        <p>{t('settings.key.title')}</p>
        <p className="text-small text-ink-3">{t(`settings.key.${use}`, { since })}</p>
        <ProblemLine problem={create.problem ?? revoke.problem} />
      </div>
      {use === 'off' ? (
        <Button
          disabled={create.busy || !mayCreateKey(site)}
          aria-label={`${t('settings.key.create')}: ${site.name}`}
          onClick={() => void create.run({ siteId: site.id })}
        >
          {t('settings.key.create')}
        </Button>
      ) : (
        <Button
          disabled={revoke.busy}
          aria-label={`${t('settings.key.revoke')}: ${site.name}`}
          onClick={() => void revoke.run({ siteId: site.id })}
        >
          {t('settings.key.revoke')}
        </Button>
      )}
    </div>
  );
}
