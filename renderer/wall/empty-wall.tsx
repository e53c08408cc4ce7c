import { useTranslation } from 'react-i18next';
import { useAction } from '../state/use-action.ts';
import { useApp, useWindow } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { ProblemLine } from '../ui/problem-line.tsx';

/** No terminal yet: one sentence that says what is missing, one action. */
export function EmptyWall() {
  const { t } = useTranslation();
  const sites = useApp((app) => app.sites);
  const agents = useApp((app) => app.agents.length);
  const go = useWindow((state) => state.go);
  const signIn = useAction('site.sign-in');
  const signedIn = sites.some(({ session }) => session.kind === 'signed-in' || session.kind === 'expiring');
  const site = sites.find(({ session }) => session.kind !== 'signing-in');
  return (
    <div className="grid min-h-0 flex-1 p-4">
      <div className="grid place-content-center justify-items-center gap-3 rounded-card border border-dashed border-line-strong p-6 text-center text-ink-2">
        {!signedIn && site ? (
          <>
            <p>{t('wall.emptySignIn', { name: site.name })}</p>
            <Button look="primary" disabled={signIn.busy} onClick={() => void signIn.run({ siteId: site.id })}>
              {t('site.signIn')}
            </Button>
            <ProblemLine problem={signIn.problem} />
          </>
        ) : agents === 0 ? (
          <>
            <p>{t('wall.emptyNoAgent')}</p>
            <Button look="primary" onClick={() => go('connect-agent')}>
              {t('nav.connectAgent')}
            </Button>
          </>
        ) : (
          <>
            <p>{t('wall.empty')}</p>
            <div className="flex max-w-xl items-center gap-3 rounded-card border border-line bg-card py-2.5 pr-2.5 pl-4 text-left">
              <p className="min-w-0 flex-1 text-ink selectable">{t('wall.sentence')}</p>
              <CopyButton text={t('wall.sentence')} what={t('wall.sentence')} />
            </div>
          </>
        )}
      </div>
    </div>
  );
}
