import type { DoctorView } from '../../preload/contract.ts';
import type { Looked } from '../doctor/doctor.ts';

/** What the page shows while doctor looks: every check that is known of, looked at or not. */
export function doctorView({
  looked,
  done,
}: {
  readonly looked: readonly Looked[];
  readonly done: boolean;
}): DoctorView {
  return {
    done,
    checks: looked.map(({ name: { id, group, site }, finding }) =>
      finding
        ? {
            id,
            group,
            site,
            state: finding.state,
            outcome: finding.outcome,
            facts: finding.facts,
            advice: finding.advice,
          }
        : { id, group, site, state: 'looking', outcome: '', facts: {}, advice: null },
    ),
  };
}
