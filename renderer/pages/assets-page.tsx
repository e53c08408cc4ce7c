import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SiteView } from '../../preload/contract.ts';
import { useAction } from '../state/use-action.ts';
import { useApp, useWindow } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';
import { ProblemLine } from '../ui/problem-line.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { readable } from '../view/durable-key.ts';
import { AssetTable } from './asset-table.tsx';
import { useAssets } from './use-assets.ts';

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
  const { t } = useTranslation();
  const [search, setSearch] = useState('');
  const [offset, setOffset] = useState(0);
  const [pageSize, setPageSize] = useState(0);
  const [attempt, setAttempt] = useState(0);
  const state = useAssets({ siteId: site.id, search, offset, attempt });
  const answer = state.kind === 'answered' ? state.answer : null;
  const shown = answer?.ok ? answer.assets.length : 0;
  const total = answer?.ok ? answer.total : 0;
  return (
    <>
      <div className="flex h-14 shrink-0 items-center gap-2 px-4">
        <SearchField
          label={t('assets.search')}
          value={search}
          onChange={(value) => {
            setSearch(value);
            setOffset(0);
          }}
        />
        <SiteChoice site={site} sites={sites} />
        <span className="flex-1" />
        {shown > 0 ? (
          <span role="status" className="text-small text-ink-3">
            {t('assets.range', { from: offset + 1, to: offset + shown, total })}
          </span>
        ) : null}
        {total > shown && shown > 0 ? (
          <>
            <Button
              look="ghost"
              square
              aria-label={t('assets.previous')}
              disabled={offset === 0}
              onClick={() => setOffset(Math.max(0, offset - pageSize))}
            >
              <ChevronLeft size={16} strokeWidth={2} />
            </Button>
            <Button
              look="ghost"
              square
              aria-label={t('assets.next')}
              disabled={offset + shown >= total}
              onClick={() => {
                // A whole page says how long a page is; the last one may be shorter.
                setPageSize(shown);
                setOffset(offset + shown);
              }}
            >
              <ChevronRight size={16} strokeWidth={2} />
            </Button>
          </>
        ) : null}
      </div>
      {answer === null ? <p className="px-4 text-ink-3">{t('assets.loading', { name: site.name })}</p> : null}
      {answer?.ok && shown > 0 ? <AssetTable assets={answer.assets} /> : null}
      {answer?.ok && shown === 0 ? (
        <p className="px-4 text-ink-3">
          {search === '' ? t('assets.noneAtAll', { name: site.name }) : t('assets.none')}
        </p>
      ) : null}
      {answer && !answer.ok ? (
        <div className="grid justify-items-start gap-3 px-4">
          <ProblemLine problem={answer} />
          <Button onClick={() => setAttempt(attempt + 1)}>{t('assets.retry')}</Button>
        </div>
      ) : null}
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
