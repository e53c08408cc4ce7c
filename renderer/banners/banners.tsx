import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { questionLine } from '../questions/question-line.ts';
import { useAction } from '../state/use-action.ts';
import { useApp, useWindow } from '../state/window-context.tsx';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { ProblemLine } from '../ui/problem-line.tsx';
import { isLoopback } from '../view/host-of.ts';
import { JournalBanner } from './journal-banner.tsx';
import { SiteBanner } from './site-banner.tsx';

/** What stands between the top bar and the work: the pressing first, nothing when all is well. */
export function Banners() {
  const sites = useApp((app) => app.sites);
  const notices = useApp((app) => app.notices);
  const putAway = useWindow((state) => state.putAway);
  return (
    <div className="flex shrink-0 flex-col gap-2 px-4 pt-3 empty:hidden">
      <TestRuntimeBanner />
      <QuestionBanner />
      <RaisedBanner />
      <JournalBanner />
      {sites
        .filter(({ id }) => !putAway.has(`expired:${id}`))
        .map((site) => (
          <SiteBanner key={site.id} site={site} />
        ))}
      <VaultBanner />
      {notices.map((notice) => (
        <NoticeBanner key={notice.id} notice={notice} />
      ))}
    </div>
  );
}

/** Design §6: permanent while the test build of Electron meets a real site. */
function TestRuntimeBanner() {
  const { t } = useTranslation();
  const { electron, testRuntime } = useApp((app) => app.runtime);
  const real = useApp((app) => app.sites.some(({ practice, baseUrl }) => !practice && !isLoopback(baseUrl)));
  if (!testRuntime || !real) return null;
  return <Banner shape="triangle" tone="needs" text={t('banner.testRuntime', { version: electron })} />;
}

/** On the pages where the raised page is out of sight. */
function RaisedBanner() {
  const { t } = useTranslation();
  const raised = useApp((app) => app.raised);
  const elsewhere = useWindow(({ page, focused }) => page !== 'terminals' || focused !== null);
  const lower = useAction('bridge.lower');
  if (!raised || !elsewhere) return null;
  return (
    <Banner shape="square" tone="ended" text={t('banner.raised')}>
      <ProblemLine problem={lower.problem} />
      <Button look="primary" disabled={lower.busy} onClick={() => void lower.run({})}>
        {t('bridge.lower')}
      </Button>
    </Banner>
  );
}

function VaultBanner() {
  const { t } = useTranslation();
  const vault = useApp((app) => app.vault);
  const away = useWindow((state) => state.putAway.has('vault:'));
  const putBannerAway = useWindow((state) => state.putBannerAway);
  const unlock = useAction('vault.unlock');
  if (vault.state !== 'memory-only' || away) return null;
  return (
    <Banner shape="hollow" tone="quiet" title={t('banner.memoryOnly')} text={t(`banner.${vault.why}`)}>
      <ProblemLine problem={unlock.problem} />
      {vault.why === 'locked' ? (
        <Button disabled={unlock.busy} onClick={() => void unlock.run({})}>
          {t('banner.unlock')}
        </Button>
      ) : null}
      <Button
        look="ghost"
        square
        aria-label={t('banner.dismiss')}
        title={t('banner.dismiss')}
        onClick={() => putBannerAway('vault:')}
      >
        <X size={16} strokeWidth={2} />
      </Button>
    </Banner>
  );
}

/** Questions that the person put off: they wait, and whoever asked waits too. */
function QuestionBanner() {
  const { t } = useTranslation();
  const questions = useApp((app) => app.questions);
  const putAway = useWindow((state) => state.putAway);
  const takeUp = useWindow((state) => state.takeUpQuestions);
  const [first, ...others] = questions.filter(({ id }) => putAway.has(`question:${id}`));
  if (!first) return null;
  return (
    <Banner
      shape="triangle"
      tone="needs"
      title={t('question.waiting', { count: others.length + 1 })}
      text={questionLine(first, t)}
    >
      <Button look="primary" onClick={takeUp}>
        {t('question.answer')}
      </Button>
    </Banner>
  );
}

interface NoticeBannerProps {
  readonly notice: { readonly id: string; readonly level: 'info' | 'error'; readonly text: string };
}

function NoticeBanner({ notice }: NoticeBannerProps) {
  const { t } = useTranslation();
  const dismiss = useAction('notice.dismiss');
  const error = notice.level === 'error';
  return (
    <Banner shape={error ? 'cross' : 'hollow'} tone={error ? 'ended' : 'quiet'} text={notice.text}>
      <Button
        look="ghost"
        square
        aria-label={t('banner.dismiss')}
        title={t('banner.dismiss')}
        disabled={dismiss.busy}
        onClick={() => void dismiss.run({ id: notice.id })}
      >
        <X size={16} strokeWidth={2} />
      </Button>
    </Banner>
  );
}
