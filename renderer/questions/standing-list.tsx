import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import type { StandingView } from '../../preload/contract-approvals.ts';
import { useAction } from '../state/use-action.ts';
import { useNow } from '../state/use-now.ts';
import { useApp } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { ProblemLine } from '../ui/problem-line.tsx';
import { visibleText } from '../view/hidden-characters.ts';
import { clockTime } from '../view/time-left.ts';

/** What an agent may run again in this terminal without a question, above its screen. */
export function AllowedHere({ terminalId }: { readonly terminalId: string }) {
  const { t } = useTranslation();
  const here = useApp(useShallow((app) => app.standing.filter((one) => one.terminalId === terminalId)));
  if (here.length === 0) return null;
  return (
    <section
      aria-label={t('approvals.standing.here')}
      className="max-h-24 shrink-0 border-b border-line bg-card scroll-quiet"
    >
      {here.map((one) => (
        <div
          key={one.id}
          className="flex h-8 items-center gap-2 pr-2 pl-4 text-small not-first:border-t not-first:border-line"
        >
          <span className="shrink-0 text-ink-2">{t('approvals.standing.here')}</span>
          <StandingFacts standing={one} />
        </div>
      ))}
    </section>
  );
}

/** The command, how long it goes on to hold, and the way to end it. */
export function StandingFacts({ standing }: { readonly standing: StandingView }) {
  const { t } = useTranslation();
  const now = useNow(1_000);
  const revoke = useAction('approval.revoke');
  const command = visibleText(standing.command);
  const place = t('approvals.standing.in', { user: visibleText(standing.user), folder: visibleText(standing.cwd) });
  return (
    <>
      <code className="mono min-w-0 truncate" title={command}>
        {command}
      </code>
      <span className="min-w-0 flex-1 truncate text-ink-3" title={place}>
        {visibleText(standing.agent)} · {place} · {t('approvals.standing.uses', { count: standing.uses })}
      </span>
      <ProblemLine problem={revoke.problem} />
      <span className="shrink-0 text-ink-2 tabular-nums">
        {t('approvals.standing.left', { time: clockTime(standing.until - now) })}
      </span>
      <Button
        look="ghost"
        size="small"
        disabled={revoke.busy}
        aria-label={t('approvals.standing.revokeNamed', { command })}
        onClick={() => void revoke.run({ id: standing.id })}
      >
        {t('approvals.standing.revoke')}
      </Button>
    </>
  );
}
