import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SiteView } from '../../preload/contract.ts';
import { useAction } from '../state/use-action.ts';
import { useApp, useWindow } from '../state/window-context.tsx';
import { ProblemLine } from '../ui/problem-line.tsx';
import { RowMenu, RowMenuFacts, RowMenuItem } from '../ui/row-menu.tsx';
import { StateShape } from '../ui/state-shape.tsx';
import { toneText } from '../ui/tones.ts';
import { useSessionMessage } from '../ui/use-session-message.ts';
import { useSiteTimeLeft } from '../ui/use-site-time-left.ts';
import { keyUse } from '../view/durable-key.ts';
import { hostOf } from '../view/host-of.ts';
import { actionKey, siteHealth } from '../view/site-health.ts';
import { RemoveSiteDialog } from './remove-site-dialog.tsx';

/** A site: shape, name and time left; under it the word for its state and what to do about it. */
export function SiteRow({ site }: { readonly site: SiteView }) {
  const { t } = useTranslation();
  const browse = useWindow((state) => state.browse);
  const signIn = useAction('site.sign-in');
  const signOut = useAction('site.sign-out');
  const choose = useAction('site.set-default');
  const several = useApp((app) => app.sites.length > 1);
  const isDefault = useApp((app) => app.defaultSiteId === site.id);
  const [removing, setRemoving] = useState(false);
  const health = siteHealth(site.session);
  const left = useSiteTimeLeft(health.endsAt);
  const word = t(`site.${health.word}`);
  const actionText = health.action ? t(`site.${actionKey(health.action)}`) : '';
  const { session } = site;
  const message = useSessionMessage(session);
  const user = 'user' in session ? session.user : null;
  const start = () => void signIn.run({ siteId: site.id });
  return (
    <li
      data-testid="site-row"
      className="relative grid grid-cols-[16px_minmax(0,1fr)_auto] items-center gap-x-2 rounded-control px-2 py-1.5 max-wide:grid-cols-1 max-wide:justify-items-center max-wide:py-2.5"
    >
      <RowMenu label={t('site.menu', { name: site.name, state: word })}>
        <RowMenuFacts>
          <b className="font-semibold">{site.name}</b>
          <span className="text-small text-ink-2">{site.baseUrl}</span>
          <span className="text-small text-ink-2">
            <span className={toneText[health.tone]}>{word}</span>
            {left === '' ? '' : ` · ${left}`}
          </span>
          {user ? <span className="text-small text-ink-2">{t('site.as', { user: user.username })}</span> : null}
          {session.kind === 'signed-in' && !session.keptAlive ? (
            <span className="text-small text-ink-2">{t('site.idle')}</span>
          ) : null}
          {session.kind === 'signed-in' && session.endsWithApp ? (
            <span className="text-small text-ink-2">{t('site.endsWithApp')}</span>
          ) : null}
          {keyUse(site) === 'in-use' ? <span className="text-small text-ink-2">{t('banner.stillReads')}</span> : null}
          {several && isDefault ? <span className="text-small text-ink-2">{t('site.isDefault')}</span> : null}
          {message === '' ? null : <span className="text-small text-ink-2">{message}</span>}
        </RowMenuFacts>
        {health.action ? <RowMenuItem onSelect={start}>{actionText}</RowMenuItem> : null}
        {user ? <RowMenuItem onSelect={() => browse(site.id)}>{t('site.browse')}</RowMenuItem> : null}
        {user ? (
          <RowMenuItem onSelect={() => void signOut.run({ siteId: site.id })}>{t('site.signOut')}</RowMenuItem>
        ) : null}
        {several ? (
          <RowMenuItem onSelect={() => void choose.run({ siteId: isDefault ? null : site.id })}>
            {isDefault ? t('site.noDefault') : t('site.makeDefault')}
          </RowMenuItem>
        ) : null}
        <RowMenuItem danger onSelect={() => setRemoving(true)}>
          {t('site.remove')}
        </RowMenuItem>
      </RowMenu>
      <span className="pointer-events-none relative">
        <StateShape shape={health.shape} tone={health.tone} label={word} />
      </span>
      <span className="pointer-events-none relative truncate font-medium max-wide:hidden">{site.name}</span>
      <span className="pointer-events-none relative text-small text-ink-3 max-wide:hidden">{left}</span>
      <span className="pointer-events-none relative col-span-2 col-start-2 flex min-w-0 gap-1 text-small text-ink-3 max-wide:sr-only">
        <span className={health.tone === 'ready' ? 'shrink-0' : `shrink-0 ${toneText[health.tone]}`}>{word}</span>
        <span aria-hidden="true">·</span>
        {health.action ? (
          <button
            type="button"
            disabled={signIn.busy}
            onClick={start}
            className="pointer-events-auto -my-1 truncate rounded-sm leading-6 font-medium text-accent-text hover:underline"
          >
            {actionText}
          </button>
        ) : (
          <span className="truncate">{site.practice ? t('site.practice') : hostOf(site.baseUrl)}</span>
        )}
      </span>
      <span className="relative col-span-2 col-start-2 max-wide:hidden">
        <ProblemLine problem={signIn.problem ?? signOut.problem ?? choose.problem} />
      </span>
      <RemoveSiteDialog site={site} open={removing} onClose={() => setRemoving(false)} />
    </li>
  );
}
