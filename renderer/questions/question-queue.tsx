import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { QuestionView } from '../../preload/contract.ts';
import { useWindow } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { QUEUE_KEYS } from '../ui/key-hint.tsx';
import { StateShape } from '../ui/state-shape.tsx';
import { clockTime } from '../view/time-left.ts';
import { questionLine } from './question-line.ts';

interface QueueProps {
  readonly questions: readonly QuestionView[];
  readonly current: QuestionView;
}

/** Which of how many, and the ways to the others. */
export function QueuePlace({ questions, current }: QueueProps) {
  const { t } = useTranslation();
  const show = useWindow((state) => state.showQuestion);
  if (questions.length < 2) return null;
  const at = questions.indexOf(current);
  const beside = (step: number) => questions[(at + step + questions.length) % questions.length];
  const go = (step: number) => {
    const there = beside(step);
    if (there) show(there.id);
  };
  return (
    <span className="flex shrink-0 items-center gap-0.5 text-small text-ink-2">
      <Button
        look="ghost"
        size="small"
        square
        data-previous
        aria-label={t('approvals.previous')}
        title={`${t('approvals.previous')} (${QUEUE_KEYS.previous})`}
        onClick={() => go(-1)}
      >
        <ChevronLeft size={14} strokeWidth={2} />
      </Button>
      <span className="tabular-nums" aria-live="polite">
        {t('approvals.place', { at: at + 1, count: questions.length })}
      </span>
      <Button
        look="ghost"
        size="small"
        square
        data-next
        aria-label={t('approvals.next')}
        title={`${t('approvals.next')} (${QUEUE_KEYS.next})`}
        onClick={() => go(1)}
      >
        <ChevronRight size={14} strokeWidth={2} />
      </Button>
    </span>
  );
}

/** The others that wait: enough to know whether to hurry; each leads to itself. */
export function Queue({ questions, current, now }: QueueProps & { readonly now: number }) {
  const { t } = useTranslation();
  const show = useWindow((state) => state.showQuestion);
  const others = questions.filter(({ id }) => id !== current.id);
  if (others.length === 0) return null;
  return (
    <div className="min-h-0 shrink-0 border-t border-line bg-pane px-4 py-3">
      <h3 className="px-2 pb-1 text-small font-medium text-ink-2">
        {t('question.moreWait', { count: others.length })}
      </h3>
      <ol className="grid max-h-21 gap-px scroll-quiet">
        {others.map((question) => (
          <li key={question.id} className="min-w-0">
            <button
              type="button"
              aria-label={t('approvals.goTo', { what: questionLine(question, t) })}
              onClick={() => show(question.id)}
              className="flex h-7 w-full min-w-0 items-center gap-2 rounded-control px-2 text-left text-small outline-offset-[-2px] hover:bg-hover"
            >
              <StateShape shape="triangle" tone="needs" small />
              <span className="min-w-0 flex-1 truncate">{questionLine(question, t)}</span>
              <span className="text-ink-3 tabular-nums">{clockTime(now - question.askedAt)}</span>
            </button>
          </li>
        ))}
      </ol>
    </div>
  );
}
