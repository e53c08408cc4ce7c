import { useTranslation } from 'react-i18next';
import { Banners } from '../banners/banners.tsx';
import { useApp, useWindow } from '../state/window-context.tsx';
import { BridgeButton } from '../top-bar.tsx';
import { Button } from '../ui/button.tsx';
import { setupStep } from '../view/setup-step.ts';
import { AddSite } from './add-site.tsx';
import { ConnectAgent } from './connect-agent.tsx';
import { SetupArt } from './setup-art.tsx';
import { SetupSteps } from './setup-steps.tsx';
import { SignInStep } from './sign-in-step.tsx';

/** First run, one question a page; later the same pages for one more site or agent. */
export function SetupPage() {
  const { t } = useTranslation();
  const sites = useApp((app) => app.sites);
  const page = useWindow((state) => state.page);
  const settingUp = useWindow((state) => state.settingUp);
  const go = useWindow((state) => state.go);
  const step = settingUp ? setupStep(sites) : page === 'connect-agent' ? 'agent' : 'site';
  const site = sites[0];
  return (
    <div className="flex h-full">
      <SetupArt step={step} />
      <main className="flex min-w-0 flex-1 flex-col bg-pane">
        <div className="flex h-12 shrink-0 items-center justify-end gap-4 px-8 wide:px-22">
          {settingUp ? (
            <SetupSteps step={step} />
          ) : (
            <Button look="ghost" onClick={() => go('terminals')}>
              {t('nav.back')}
            </Button>
          )}
          {/* The kill switch is in sight as soon as an agent may come. */}
          {step === 'agent' ? <BridgeButton /> : null}
        </div>
        <Banners />
        <div className="flex min-h-0 flex-1 flex-col scroll-quiet px-8 pt-4 pb-10 wide:px-22">
          <div className="m-auto grid w-full max-w-[664px] gap-4">
            {step === 'site' ? <AddSite /> : null}
            {step === 'sign-in' && site ? <SignInStep site={site} /> : null}
            {step === 'agent' ? <ConnectAgent /> : null}
          </div>
        </div>
      </main>
    </div>
  );
}
