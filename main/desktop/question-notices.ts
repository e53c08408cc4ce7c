import type { OpenQuestion, Questions } from '../guard/question.ts';

/** Questions that come together are one notification; one that comes later is told again. */
const TOGETHER_MS = 30_000;

/** What a notification says of a question, and what it does about it. */
export interface QuestionNotice {
  readonly site: string;
  /** Who wants it, as it calls itself; '' where the person's own work asks. */
  readonly agent: string;
  /** '' where it is about no asset. */
  readonly asset: string;
  /** How many wait beside it. */
  readonly others: number;
  /** Opens the window with this very question. */
  readonly review: () => void;
  /** Null where a no without looking is no answer: the person's own sign-in waits for it. */
  readonly refuse: (() => void) | null;
}

export interface QuestionNoticesPorts {
  readonly questions: Questions;
  readonly now: () => number;
  /** Opens the window with this question. */
  readonly review: (questionId: string) => void;
  /** Shows it; null where nothing was shown, as the person looks at the window. The result takes it back. */
  readonly notify: (notice: QuestionNotice) => (() => void) | null;
}

/** One notification at a time, of one question that waits, taken back when that is over. Returns how to stop. */
export function notifyOfQuestions({ questions, now, review, notify }: QuestionNoticesPorts): () => void {
  let shown: { readonly id: string; readonly at: number; takeBack(): void } | null = null;
  const show = (question: OpenQuestion, open: readonly OpenQuestion[]) => {
    const takeBack = notify(noticeOf(question, open));
    if (!takeBack) return;
    shown?.takeBack();
    shown = { id: question.id, at: now(), takeBack };
  };
  const noticeOf = (question: OpenQuestion, open: readonly OpenQuestion[]): QuestionNotice => ({
    site: question.site,
    agent: 'agent' in question ? question.agent : '',
    asset: 'asset' in question ? question.asset : '',
    others: open.filter(({ id }) => id !== question.id).length,
    review: () => review(question.id),
    refuse: 'agent' in question ? () => void questions.answer(question.id, { kind: 'refuse', reason: '' }) : null,
  });
  const off = [
    questions.on('did-ask', (question) => {
      if (shown && now() - shown.at < TOGETHER_MS) return;
      show(question, questions.open());
    }),
    questions.on('did-change', ({ open }) => {
      if (!shown || open.some(({ id }) => id === shown?.id)) return;
      shown.takeBack();
      shown = null;
      // What came together with it was told by its notification alone.
      const [next] = open;
      if (next) show(next, open);
    }),
  ];
  return () => {
    for (const stop of off) stop();
  };
}
