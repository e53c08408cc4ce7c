import { useTranslation } from 'react-i18next';
import type { SiteView } from '../../preload/contract.ts';
import { useAction } from '../state/use-action.ts';
import { useApp, useWindow } from '../state/window-context.tsx';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { ProblemLine } from '../ui/problem-line.tsx';
import { useSiteTimeLeft } from '../ui/use-site-time-left.ts';
import { keyUse } from '../view/durable-key.ts';

/** A site that lost its session or does not answer: what goes on, what waits, one action. */
export function SiteBanner({ site }: { readonly site: SiteView }) {
  const { t } = useTranslation();
  const open = useApp(
    (app) => app.terminals.filter(({ siteId, state }) => siteId === site.id && state.kind !== 'closed').length,
  );
  const putBannerAway = useWindow((state) => state.putBannerAway);
  const go = useWindow((state) => state.go);
  const signIn = useAction('site.sign-in');
  const start = () => void signIn.run({ siteId: site.id });
  const left = useSiteTimeLeft(site.session.kind === 'expiring' ? site.session.endsAt : null);
  const away = useWindow((state) => state.putAway.has(`expiring:${site.id}`));
  switch (site.session.kind) {
    case 'expiring':
      if (away) return null;
      return (
        <Banner
          shape="half"
          tone="needs"
          title={t('banner.expiring', { name: site.name, left })}
          text={t('banner.expiringWhat')}
        >
          <ProblemLine problem={signIn.problem} />
          <Button look="ghost" onClick={() => putBannerAway(`expiring:${site.id}`)}>
            {t('banner.notNow')}
          </Button>
          <Button look="primary" disabled={signIn.busy} onClick={start}>
            {t('site.signInAgain')}
          </Button>
        </Banner>
      );
    case 'expired':
      return (
        <Banner
          shape="triangle"
          tone="needs"
          title={t('banner.expired', { name: site.name })}
          text={[
            open === 0 ? t('banner.expiredWhat_zero') : t('banner.expiredWhat', { count: open }),
            ...(keyUse(site) === 'in-use' ? [t('banner.stillReads')] : []),
          ].join(' ')}
        >
          <ProblemLine problem={signIn.problem} />
          <Button look="ghost" onClick={() => putBannerAway(`expired:${site.id}`)}>
            {t('banner.notNow')}
          </Button>
          <Button look="primary" disabled={signIn.busy} onClick={start}>
            {t('site.signIn')}
          </Button>
        </Banner>
      );
    case 'unreachable':
      return (
        <Banner
          shape="cross"
          tone="ended"
          title={t('banner.unreachable', { name: site.name })}
          text={site.session.message}
        >
          <ProblemLine problem={signIn.problem} />
          <Button look="ghost" onClick={() => go('doctor')}>
            {t('nav.doctor')}
          </Button>
          <Button disabled={signIn.busy} onClick={start}>
            {t('site.retry')}
          </Button>
        </Banner>
      );
    default:
      return null;
  }
}
