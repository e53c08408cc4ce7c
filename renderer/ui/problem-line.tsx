import type { Problem } from '../state/use-action.ts';
import { StateShape } from './state-shape.tsx';

/** Why an action did not work and what to do, where the work is. */
export function ProblemLine({ problem }: { readonly problem: Pick<Problem, 'message' | 'nextStep'> | null }) {
  if (!problem) return null;
  return (
    <p role="alert" className="flex items-start gap-2 text-small text-ink-2 selectable">
      <span className="mt-0.5">
        <StateShape shape="cross" tone="ended" small />
      </span>
      <span>
        <span className="text-ink">{problem.message}</span> {problem.nextStep}
      </span>
    </p>
  );
}
