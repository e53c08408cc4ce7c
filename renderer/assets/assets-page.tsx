import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SiteView } from '../../preload/contract.ts';
import type { AssetGroup } from '../../preload/contract-assets.ts';
import { useAction } from '../state/use-action.ts';
import { useApp, useWindow } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';
import { ProblemLine } from '../ui/problem-line.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { readable } from '../view/durable-key.ts';
import { AssetDetails } from './asset-details.tsx';
import { AssetGroups } from './asset-groups.tsx';
import { AssetList } from './asset-list.tsx';
import { useAssetPages } from './use-asset-pages.ts';
import { useFavourites } from './use-favourites.ts';

const everything: AssetGroup = { kind: 'all' };

/** What the person is granted on a site, and so what agents may ask for. */
export function AssetsPage() {
  const sites = useApp((app) => app.sites);
  const chosen = useWindow((state) => state.assetsSite);
  const site = sites.find(({ id }) => id === chosen) ?? sites.find(readable) ?? sites[0];
  if (!site) return null;
  return readable(site) ? (
    <SiteAssets key={site.id} site={site} sites={sites} />
  ) : (
    <>
      <div className="flex h-14 shrink-0 items-center px-4">
        <SiteChoice site={site} sites={sites} />
      </div>
      <SignedOut site={site} />
    </>
  );
}

function SiteAssets({ site, sites }: { readonly site: SiteView; readonly sites: readonly SiteView[] }) {
  const { t, i18n } = useTranslation();
  const [search, setSearch] = useState('');
  const chosen = useWindow((state) => state.assetShown);
  const showAsset = useWindow((state) => state.showAsset);
  const setChosen = (assetId: string | null) => showAsset(site.id, assetId);
  const [group, setGroup] = useState<AssetGroup>(everything);
  const favourites = useFavourites(site.id);
  const pages = useAssetPages(site.id, group, search);
  const { found, problem, again } = pages;
  const total = found?.total ?? 0;
  return (
    <>
      <div className="flex h-14 shrink-0 items-center gap-2 px-4">
        <SearchField label={t('assets.search')} value={search} onChange={setSearch} />
        <SiteChoice site={site} sites={sites} />
        <span className="flex-1" />
        {found === null ? null : (
          <span role="status" className="text-small text-ink-3">
            {t('assetPage.count', { count: total, n: new Intl.NumberFormat(i18n.language).format(total) })}
          </span>
        )}
      </div>
      <div className="flex min-h-0 flex-1">
        <AssetGroups
          siteId={site.id}
          group={group}
          className={chosen === null ? 'ml-4' : 'ml-4 max-[1100px]:hidden'}
          onChoose={setGroup}
        />
        <div className="flex min-h-0 min-w-0 flex-1 flex-col">
          {found === null && problem === null ? (
            <p className="px-4 text-ink-3">{t('assets.loading', { name: site.name })}</p>
          ) : null}
          {found !== null && total === 0 ? (
            <p className="px-4 pt-1 text-ink-3">
              {found.search === '' ? t(`assetPage.empty.${found.group.kind}`, { name: site.name }) : t('assets.none')}
            </p>
          ) : null}
          {problem === null ? null : (
            <div className="grid justify-items-start gap-3 px-4 pb-4">
              <ProblemLine problem={problem} />
              <Button onClick={again}>{t('assets.retry')}</Button>
            </div>
          )}
          {total > 0 ? <AssetList pages={pages} chosen={chosen} onChoose={setChosen} /> : null}
        </div>
        {chosen === null ? null : (
          <AssetDetails
            key={chosen}
            site={site}
            assetId={chosen}
            favourites={favourites}
            onFavourite={() => {
              if (group.kind === 'favourites') again();
            }}
            onClose={() => setChosen(null)}
          />
        )}
      </div>
    </>
  );
}

function SiteChoice({ site, sites }: { readonly site: SiteView; readonly sites: readonly SiteView[] }) {
  const { t } = useTranslation();
  const browse = useWindow((state) => state.browse);
  if (sites.length < 2) return null;
  return (
    <fieldset aria-label={t('assets.site')} className="flex min-w-0 gap-0.5 overflow-hidden">
      {sites.map((each) => (
        <button
          key={each.id}
          type="button"
          aria-pressed={each.id === site.id}
          onClick={() => browse(each.id)}
          className={classNames(
            'h-6 max-w-40 truncate rounded-control px-2 text-small',
            each.id === site.id ? 'bg-hover font-medium text-ink' : 'text-ink-2 hover:text-ink',
          )}
        >
          {each.name}
        </button>
      ))}
    </fieldset>
  );
}

function SignedOut({ site }: { readonly site: SiteView }) {
  const { t } = useTranslation();
  const signIn = useAction('site.sign-in');
  return (
    <div className="grid flex-1 place-content-center justify-items-center gap-3 text-ink-2">
      <p>{t('assets.signedOut', { name: site.name })}</p>
      {site.session.kind === 'signing-in' ? null : (
        <Button look="primary" disabled={signIn.busy} onClick={() => void signIn.run({ siteId: site.id })}>
          {t('site.signIn')}
        </Button>
      )}
      <ProblemLine problem={signIn.problem} />
    </div>
  );
}
