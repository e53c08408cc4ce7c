import { AlertDialog } from 'radix-ui';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { QuestionView } from '../../preload/contract.ts';
import { useNow } from '../state/use-now.ts';
import { useApp, useWindow } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { isAllowKey, KeyHint } from '../ui/key-hint.tsx';
import { StatePill } from '../ui/state-pill.tsx';
import { StateShape } from '../ui/state-shape.tsx';
import { isOffer } from '../view/secret-offer.ts';
import { clockTime } from '../view/time-left.ts';
import { ChangeUserQuestion } from './change-user-question.tsx';
import { CommandReviewQuestion } from './command-review-question.tsx';
import { ConfirmIdentityQuestion } from './confirm-identity-question.tsx';
import { ProxyLoginQuestion } from './proxy-login-question.tsx';
import { questionLine } from './question-line.ts';
import { RunCommandQuestion } from './run-command-question.tsx';
import { TerminalSecretQuestion } from './terminal-secret-question.tsx';
import { TrustCertificateQuestion } from './trust-certificate-question.tsx';
import { TypeInputQuestion } from './type-input-question.tsx';
import { useArmed } from './use-armed.ts';

/** Everything that Drawbridge asks, one question at a time, the oldest first. */
export function QuestionDialog() {
  const questions = useApp((app) => app.questions);
  const later = useWindow((state) => state.putAway);
  const putAway = useWindow((state) => state.putBannerAway);
  const shown = questions.filter((one) => !isOffer(one) && !later.has(`question:${one.id}`));
  const [first] = shown;
  if (!first) return null;
  return (
    <AlertDialog.Root key={first.id} open onOpenChange={(open) => !open && putAway(`question:${first.id}`)}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="fixed inset-0 z-20 bg-scrim" />
        <Frame question={first} others={shown.slice(1)} />
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

function Frame({ question, others }: { readonly question: QuestionView; readonly others: readonly QuestionView[] }) {
  const { t } = useTranslation();
  const now = useNow(1_000);
  const { armed, keyPressed } = useArmed();
  const content = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (armed) content.current?.querySelector<HTMLElement>('[data-first]')?.focus();
  }, [armed]);
  return (
    <AlertDialog.Content
      ref={content}
      tabIndex={-1}
      data-testid="question"
      // Not a button: an Enter that was on its way must not answer.
      onOpenAutoFocus={(event) => {
        event.preventDefault();
        content.current?.focus();
      }}
      onKeyDown={(event) => {
        if (!armed) keyPressed();
        else if (isAllowKey(event)) content.current?.querySelector<HTMLElement>('[data-allow]')?.click();
      }}
      className="fixed top-1/2 left-1/2 z-20 flex max-h-[calc(100%-48px)] w-[680px] max-w-[calc(100%-48px)] -translate-1/2 flex-col overflow-hidden rounded-window border border-line-strong bg-card shadow-raised outline-none"
    >
      <div className="flex items-center gap-2 px-6 pt-5">
        <StatePill health={{ shape: 'triangle', tone: 'needs' }}>{t('question.needsYou')}</StatePill>
        <span className="min-w-0 flex-1 truncate text-small text-ink-3">
          {t(question.topic === 'change-user' ? 'question.waitsThenCloses' : 'question.waits', {
            time: clockTime(question.deadline - now),
          })}
        </span>
        {others.length === 0 ? null : (
          <span className="text-small text-ink-2">{t('question.ofMany', { count: others.length + 1 })}</span>
        )}
        <AlertDialog.Cancel asChild>
          <Button look="ghost" size="small" disabled={!armed} title={t('question.laterWhat')}>
            {t('question.later')}
            <KeyHint>Esc</KeyHint>
          </Button>
        </AlertDialog.Cancel>
      </div>
      <fieldset disabled={!armed} className="contents">
        <QuestionBody question={question} />
      </fieldset>
      {others.length === 0 ? null : <Queue questions={others} now={now} />}
    </AlertDialog.Content>
  );
}

function QuestionBody({ question }: { readonly question: QuestionView }): ReactNode {
  switch (question.topic) {
    case 'run-command':
      return <RunCommandQuestion question={question} />;
    case 'type-input':
      return <TypeInputQuestion question={question} />;
    case 'command-review':
      return <CommandReviewQuestion question={question} />;
    case 'terminal-secret':
      return <TerminalSecretQuestion question={question} />;
    case 'trust-certificate':
      return <TrustCertificateQuestion question={question} />;
    case 'proxy-login':
      return <ProxyLoginQuestion question={question} />;
    case 'confirm-identity':
      return <ConfirmIdentityQuestion question={question} />;
    case 'change-user':
      return <ChangeUserQuestion question={question} />;
    default:
      return question satisfies never;
  }
}

/** Those that come after: enough to know whether to hurry. */
function Queue({ questions, now }: { readonly questions: readonly QuestionView[]; readonly now: number }) {
  const { t } = useTranslation();
  return (
    <div className="border-t border-line bg-pane px-6 py-3">
      <h3 className="pb-1 text-small font-medium text-ink-2">{t('question.moreWait', { count: questions.length })}</h3>
      <ol className="grid gap-1">
        {questions.slice(0, 3).map((question) => (
          <li key={question.id} className="flex items-center gap-2 text-small">
            <StateShape shape="triangle" tone="needs" small />
            <span className="min-w-0 flex-1 truncate">{questionLine(question, t)}</span>
            <span className="text-ink-3">{clockTime(now - question.askedAt)}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}
