import { useTranslation } from 'react-i18next';
import type { SiteView } from '../../preload/contract.ts';
import { useAction } from '../state/use-action.ts';
import { Button } from '../ui/button.tsx';
import { keyUse, mayCreateKey } from '../view/durable-key.ts';
import { SettingRow } from './setting-parts.tsx';

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
    <SettingRow
      testId="durable-key"
      title={t('settings.key.title')}
      text={t(`settings.key.${use}`, { since })}
      problem={create.problem ?? revoke.problem}
    >
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
    </SettingRow>
  );
}
