import { useCallback, useEffect, useState } from 'react';
import type { DoctorView } from '../../preload/contract.ts';
import { type Problem, useAction } from '../state/use-action.ts';
import { useParts } from '../state/window-context.tsx';

interface DoctorRun {
  readonly report: DoctorView;
  readonly busy: boolean;
  readonly problem: Problem | null;
  again(): void;
}

/** Looks when the page opens, and shows what is known so far as it comes. */
export function useDoctor(): DoctorRun {
  const { api } = useParts();
  const { run, busy, problem } = useAction('doctor.run');
  const [report, setReport] = useState<DoctorView>({ done: false, checks: [] });
  useEffect(() => api.on('doctor.changed', setReport), [api]);
  const again = useCallback(() => void run({}), [run]);
  useEffect(again, [again]);
  return { report, busy, problem, again };
}
