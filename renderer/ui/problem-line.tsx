import { useTranslation } from 'react-i18next';
import { problemZhCN } from '../i18n/problem-zh-CN.ts';
import type { Problem } from '../state/use-action.ts';
import { inChinese } from '../view/error-sentence.ts';
import { StateShape } from './state-shape.tsx';

interface ProblemLineProps {
  /** Without a code its words are in the window's language already. */
  readonly problem: (Pick<Problem, 'message' | 'nextStep'> & { readonly code?: string }) | null;
}

/**
 * Why an action did not work and what to do, where the work is. Main speaks English: in Chinese its sentences are looked up, and where one is
 * not known the kind of error is said first.
 */
export function ProblemLine({ problem }: ProblemLineProps) {
  const { i18n } = useTranslation();
  if (!problem) return null;
  const chinese = i18n.language === 'zh-CN' && problem.code !== undefined;
  const message = chinese ? inChinese(problem.message) : problem.message;
  const nextStep = chinese ? (inChinese(problem.nextStep) ?? '') : problem.nextStep;
  const own = message === undefined ? (problemZhCN[problem.code ?? ''] ?? '') : undefined;
  return (
    <p role="alert" className="flex items-start gap-2 text-small text-ink-2 selectable">
      <span className="mt-0.5">
        <StateShape shape="cross" tone="ended" small />
      </span>
      {own === undefined ? (
        <span>
          <span className="text-ink">{message}</span> {nextStep}
        </span>
      ) : (
        <span>
          <span className="text-ink">{own}</span>{' '}
          <span lang="en" className="text-ink-3">
            {problem.message} {problem.nextStep}
          </span>
        </span>
      )}
    </p>
  );
}
