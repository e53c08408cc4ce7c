import type { OpenQuestion, Questions } from '../guard/question.ts';

/** One notification for each question that waits, taken back when the question is over. Returns how to stop. */
export function notifyOfQuestions(questions: Questions, notify: (question: OpenQuestion) => () => void): () => void {
  const shown = new Map<string, () => void>();
  const off = [
    questions.on('did-ask', (question) => shown.set(question.id, notify(question))),
    questions.on('did-change', ({ open }) => {
      for (const [id, takeBack] of shown) {
        if (open.some((question) => question.id === id)) continue;
        takeBack();
        shown.delete(id);
      }
    }),
  ];
  return () => {
    for (const stop of off) stop();
  };
}
