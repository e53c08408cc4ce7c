import { SquareTerminal, Star, X } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Answer, SiteView } from '../../preload/contract.ts';
import type { AssetDetailView } from '../../preload/contract-assets.ts';
import type { Problem } from '../state/use-action.ts';
import { useNow } from '../state/use-now.ts';
import { useParts, useWindow } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { ProblemLine } from '../ui/problem-line.tsx';
import { ScrollRegion } from '../ui/scroll-region.tsx';
import { assetReference } from '../view/asset-reference.ts';
import { visibleText } from '../view/hidden-characters.ts';
import { clockTime } from '../view/time-left.ts';

import type { Favourites } from './use-favourites.ts';

interface AssetDetailsProps {
  readonly site: SiteView;
  readonly assetId: string;
  readonly favourites: Favourites;
  onFavourite(): void;
  onClose(): void;
}

/** One asset: who the person can be on it, a terminal of their own, and what to paste to an agent. */
export function AssetDetails({ site, assetId, favourites, onFavourite, onClose }: AssetDetailsProps) {
  const { t } = useTranslation();
  const answer = useDetail(site.id, assetId);
  const asset = answer?.ok ? answer.asset : null;
  const marked = favourites.ids?.has(assetId) ?? false;
  return (
    <ScrollRegion
      label={asset ? visibleText(asset.name) : t('nav.assets')}
      className="mr-4 mb-4 w-80 shrink-0 rounded-card border border-line bg-card"
    >
      <div className="flex items-start gap-2 border-b border-line py-2 pr-2 pl-4">
        <div className="min-w-0 flex-1 py-0.5 selectable">
          <h2 className="[overflow-wrap:anywhere]">{asset ? visibleText(asset.name) : ' '}</h2>
          <p className="mono text-ink-2 [overflow-wrap:anywhere]">{asset ? visibleText(asset.address) : ' '}</p>
        </div>
        {favourites.ids === null ? null : (
          <Button
            look="ghost"
            square
            aria-pressed={marked}
            aria-label={t('assetPage.favourite')}
            title={t('assetPage.favourite')}
            onClick={() => void favourites.mark(assetId, !marked).then((done) => done && onFavourite())}
          >
            <Star size={16} strokeWidth={2} className={marked ? 'fill-current text-accent-text' : ''} />
          </Button>
        )}
        <Button look="ghost" square aria-label={t('assetPage.close')} onClick={onClose}>
          <X size={16} strokeWidth={2} />
        </Button>
      </div>
      {favourites.problem ? (
        <div className="px-4 pt-2">
          <ProblemLine problem={favourites.problem} />
        </div>
      ) : null}
      {answer && !answer.ok ? (
        <div className="p-4">
          <ProblemLine problem={answer} />
        </div>
      ) : null}
      {asset ? <Known site={site} asset={asset} /> : null}
    </ScrollRegion>
  );
}

function Known({ site, asset }: { readonly site: SiteView; readonly asset: AssetDetailView }) {
  const { t } = useTranslation();
  return (
    <>
      <h3 className="px-4 pt-3 pb-1 text-small font-medium text-ink-3">{t('assetPage.accounts')}</h3>
      {asset.accounts.length === 0 ? <p className="px-4 pb-2 text-ink-3">{t('assetPage.noAccounts')}</p> : null}
      <ul>
        {asset.accounts.map((account) => (
          <Account key={account.alias} site={site} asset={asset} account={account} />
        ))}
      </ul>
      <dl className="mt-2 grid gap-3 border-t border-line px-4 py-3 selectable">
        <Fact name={t('assets.platform')}>{asset.platform}</Fact>
        <Fact name={t('assetPage.protocols')}>
          {asset.protocols.map(({ name, port }) => `${name} ${port}`).join(', ')}
        </Fact>
        <Fact name={t('assets.nodes')}>{asset.nodes.map(visibleText).join(', ')}</Fact>
        {asset.comment === '' ? null : <Fact name={t('assetPage.comment')}>{visibleText(asset.comment)}</Fact>}
      </dl>
    </>
  );
}

interface AccountProps {
  readonly site: SiteView;
  readonly asset: AssetDetailView;
  readonly account: AssetDetailView['accounts'][number];
}

function Account({ site, asset, account }: AccountProps) {
  const { t } = useTranslation();
  const { api } = useParts();
  const focus = useWindow((state) => state.focus);
  const [since, setSince] = useState<number | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const now = useNow(since === null ? null : 1000);
  const name = visibleText(account.username || account.name);
  const open = async () => {
    setSince(Date.now());
    setProblem(null);
    const answer = await api
      .ask('terminal.open-own', { siteId: site.id, assetId: asset.id, account: account.alias })
      .catch((error: unknown) => ({
        ...{ ok: false as const, code: 'internal', nextStep: '' },
        message: error instanceof Error ? error.message : String(error),
      }));
    setSince(null);
    if (answer.ok) focus(answer.terminalId);
    else setProblem(answer);
  };
  return (
    <li className="px-4 py-1">
      <div className="flex min-w-0 items-center gap-2">
        <span className="min-w-0 flex-1 truncate font-medium" title={name}>
          {name}
        </span>
        <CopyButton
          text={assetReference(site.name, asset, account.username || account.name)}
          what={t('assetPage.copyFor', { account: name })}
        />
        <Button
          disabled={since !== null || !asset.isActive}
          aria-label={since === null ? t('assetPage.openAs', { account: name }) : undefined}
          title={t('assetPage.openAs', { account: name })}
          onClick={() => void open()}
        >
          <SquareTerminal size={14} strokeWidth={2} />
          {since === null ? t('assetPage.open') : t('assetPage.opening', { time: clockTime(now - since) })}
        </Button>
      </div>
      <ProblemLine problem={problem} />
    </li>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt className="text-small text-ink-3">{name}</dt>
      <dd className="[overflow-wrap:anywhere]">{children}</dd>
    </div>
  );
}

function useDetail(siteId: string, assetId: string): Answer<'assets.detail'> | null {
  const { api } = useParts();
  const [answer, setAnswer] = useState<Answer<'assets.detail'> | null>(null);
  useEffect(() => {
    let stale = false;
    const failed = (error: unknown): Answer<'assets.detail'> => ({
      ...{ ok: false, code: 'internal', nextStep: '' },
      message: error instanceof Error ? error.message : String(error),
    });
    void api
      .ask('assets.detail', { siteId, assetId })
      .catch(failed)
      .then((result) => {
        if (!stale) setAnswer(result);
      });
    return () => {
      stale = true;
    };
  }, [api, siteId, assetId]);
  return answer;
}
