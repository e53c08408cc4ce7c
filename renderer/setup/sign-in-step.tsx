import { useTranslation } from 'react-i18next';
import type { SiteView } from '../../preload/contract.ts';
import { useAction } from '../state/use-action.ts';
import { useWindow } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { ProblemLine } from '../ui/problem-line.tsx';
import { SiteLine } from './site-line.tsx';

export function SignInStep({ site }: { readonly site: SiteView }) {
  const { t } = useTranslation();
  const finish = useWindow((state) => state.finishSetup);
  const signIn = useAction('site.sign-in');
  const open = site.session.kind === 'signing-in';
  return (
    <>
      <div>
        <h1 className="[overflow-wrap:anywhere]">{t('setup.signInTitle', { name: site.name })}</h1>
        <p className="text-ink-2">{open ? t('setup.signInOpen') : t('setup.signInClosed')}</p>
      </div>
      <SiteLine site={site} />
      <ProblemLine problem={signIn.problem} />
      <div className="flex justify-end gap-2">
        <Button look="ghost" size="large" onClick={finish}>
          {t('setup.later')}
        </Button>
        <Button
          look={open ? 'plain' : 'primary'}
          size="large"
          disabled={signIn.busy}
          onClick={() => void signIn.run({ siteId: site.id })}
        >
          {t(open ? 'site.showSignIn' : 'site.signIn')}
        </Button>
      </div>
    </>
  );
}
