import type { OpenQuestion, Questions } from '../guard/question.ts';

/** Questions that come together are one notification; one that comes later is told again. */
const TOGETHER_MS = 30_000;

export interface QuestionNoticesPorts {
  readonly questions: Questions;
  readonly now: () => number;
  /** Shows it; null where nothing was shown. The result takes it back. */
  readonly notify: (question: OpenQuestion) => (() => void) | null;
}

/** One notification at a time for whatever waits, taken back when nothing does. Returns how to stop. */
export function notifyOfQuestions({ questions, now, notify }: QuestionNoticesPorts): () => void {
  let shown: { readonly at: number; takeBack(): void } | null = null;
  const off = [
    questions.on('did-ask', (question) => {
      if (shown && now() - shown.at < TOGETHER_MS) return;
      const takeBack = notify(question);
      if (!takeBack) return;
      shown?.takeBack();
      shown = { at: now(), takeBack };
    }),
    questions.on('did-change', ({ open }) => {
      if (open.length > 0) return;
      shown?.takeBack();
      shown = null;
    }),
  ];
  return () => {
    for (const stop of off) stop();
  };
}
