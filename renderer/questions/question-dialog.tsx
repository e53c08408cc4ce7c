import { AlertDialog } from 'radix-ui';
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { QuestionView } from '../../preload/contract.ts';
import { useNow } from '../state/use-now.ts';
import { useApp, useWindow } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { isAllowKey, isCommandKey, KeyHint } from '../ui/key-hint.tsx';
import { StatePill } from '../ui/state-pill.tsx';
import { useUnits } from '../ui/use-units.ts';
import { shownQuestions } from '../view/shown-questions.ts';
import { ago, clockTime } from '../view/time-left.ts';
import { ChangeUserQuestion } from './change-user-question.tsx';
import { CommandReviewQuestion } from './command-review-question.tsx';
import { ConfirmIdentityQuestion } from './confirm-identity-question.tsx';
import { FileActQuestion } from './file-act-question.tsx';
import { GrantFolderQuestion } from './grant-folder-question.tsx';
import { ProxyLoginQuestion } from './proxy-login-question.tsx';
import { Queue, QueuePlace } from './question-queue.tsx';
import { RawTerminalQuestion } from './raw-terminal-question.tsx';
import { ReplaceSessionQuestion } from './replace-session-question.tsx';
import { RunCommandQuestion } from './run-command-question.tsx';
import { TakeOverQuestion } from './take-over-question.tsx';
import { TerminalSecretQuestion } from './terminal-secret-question.tsx';
import { TrustCertificateQuestion } from './trust-certificate-question.tsx';
import { TypeInputQuestion } from './type-input-question.tsx';
import { useArmed } from './use-armed.ts';

/**
 * Everything that Drawbridge asks, one question at a time: the oldest first, or the one that the person went to. Escape puts
 * all of them off, and answers none.
 */
export function QuestionDialog() {
  const questions = useApp((app) => app.questions);
  const later = useWindow((state) => state.putAway);
  const putAway = useWindow((state) => state.putQuestionsOff);
  const wanted = useWindow((state) => state.questionShown);
  const shown = shownQuestions(questions, later);
  const current = shown.find(({ id }) => id === wanted) ?? shown[0];
  if (!current) return null;
  return (
    <AlertDialog.Root key={current.id} open onOpenChange={(open) => !open && putAway(shown.map(({ id }) => id))}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="fixed inset-0 z-20 bg-scrim" />
        <Frame question={current} questions={shown} />
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

interface FrameProps {
  readonly question: QuestionView;
  /** All that wait, this one too. */
  readonly questions: readonly QuestionView[];
}

function Frame({ question, questions }: FrameProps) {
  const { t } = useTranslation();
  const now = useNow(1_000);
  const units = useUnits();
  const { armed, keyPressed } = useArmed();
  const content = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (armed) content.current?.querySelector<HTMLElement>('[data-first]')?.focus();
  }, [armed]);
  const left = clockTime(question.deadline - now);
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
        if (!armed) return keyPressed();
        const marked = markedBy(event);
        if (marked === undefined) return;
        event.preventDefault();
        press(content.current?.querySelector<HTMLElement>(marked));
      }}
      className="fixed top-1/2 left-1/2 z-20 flex max-h-[calc(100%-48px)] w-[680px] max-w-[calc(100%-48px)] -translate-1/2 flex-col overflow-hidden rounded-window border border-line-strong bg-card shadow-raised outline-none"
    >
      <div className="flex items-center gap-2 px-6 pt-5">
        <StatePill health={{ shape: 'triangle', tone: 'needs' }}>{t('question.needsYou')}</StatePill>
        <span className="min-w-0 flex-1 truncate text-small text-ink-3">
          {asksForAgent.includes(question.topic)
            ? t('approvals.asked', {
                ago: ago(now - question.askedAt, units),
                left,
              })
            : t(question.topic === 'change-user' ? 'question.waitsThenCloses' : 'question.waits', { time: left })}
        </span>
        <QueuePlace questions={questions} current={question} />
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
      <Queue questions={questions} current={question} now={now} />
    </AlertDialog.Content>
  );
}

const asksForAgent: readonly QuestionView['topic'][] = ['run-command', 'type-input', 'file-act', 'raw-terminal'];

/** The control that a key stands for; undefined where it stands for none. */
function markedBy(event: KeyboardEvent<HTMLElement>): string | undefined {
  if (isAllowKey(event)) return '[data-allow]';
  if (!isCommandKey(event)) return undefined;
  if (event.key === '[') return '[data-previous]';
  if (event.key === ']') return '[data-next]';
  return event.key.toLowerCase() === 'm' ? '[data-allow-for]' : undefined;
}

/** A menu opens as by the keyboard, with its first item ready. */
function press(control: HTMLElement | null | undefined): void {
  if (!control?.matches('[data-allow-for]')) control?.click();
  else {
    control.focus();
    control.dispatchEvent(new window.KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
  }
}

function QuestionBody({ question }: { readonly question: QuestionView }): ReactNode {
  switch (question.topic) {
    case 'run-command':
      return <RunCommandQuestion question={question} />;
    case 'type-input':
      return <TypeInputQuestion question={question} />;
    case 'file-act':
      return <FileActQuestion question={question} />;
    case 'raw-terminal':
      return <RawTerminalQuestion question={question} />;
    case 'grant-folder':
      return <GrantFolderQuestion question={question} />;
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
    case 'take-over':
      return <TakeOverQuestion question={question} />;
    case 'replace-session':
      return <ReplaceSessionQuestion question={question} />;
    default:
      return question satisfies never;
  }
}
