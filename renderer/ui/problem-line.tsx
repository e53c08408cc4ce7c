import { useTranslation } from 'react-i18next';
import { problemZhCN } from '../i18n/problem-zh-CN.ts';
import type { Problem } from '../state/use-action.ts';
import { StateShape } from './state-shape.tsx';

interface ProblemLineProps {
  /** Without a code its words are in the window's language already. */
  readonly problem: (Pick<Problem, 'message' | 'nextStep'> & { readonly code?: string }) | null;
}

/** Why an action did not work and what to do, where the work is. Main speaks English: other languages say the kind of it first. */
export function ProblemLine({ problem }: ProblemLineProps) {
  const { i18n } = useTranslation();
  if (!problem) return null;
  const own = i18n.language === 'zh-CN' && problem.code !== undefined ? problemZhCN[problem.code] : undefined;
  return (
    <p role="alert" className="flex items-start gap-2 text-small text-ink-2 selectable">
      <span className="mt-0.5">
        <StateShape shape="cross" tone="ended" small />
      </span>
      {own === undefined ? (
        <span>
          <span className="text-ink">{problem.message}</span> {problem.nextStep}
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
