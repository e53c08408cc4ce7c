import { useState } from 'react';
import type { DrawbridgeApi } from '../../preload/contract.ts';
import type { Problem } from '../state/use-action.ts';

/** Saving and deleting one recording. */
export function useKeepRecording(api: DrawbridgeApi, id: string) {
  const [busy, setBusy] = useState(false);
  const [saved, setSaved] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const begin = () => {
    setBusy(true);
    setSaved(false);
    setProblem(null);
  };
  return {
    busy,
    saved,
    problem,
    async save() {
      begin();
      const answer = await api.ask('recordings.export', { id });
      setBusy(false);
      if (!answer.ok) setProblem(answer);
      else setSaved(answer.saved);
    },
    /** True when it is gone. */
    async remove(): Promise<boolean> {
      begin();
      const answer = await api.ask('recordings.delete', { id });
      setBusy(false);
      if (!answer.ok) setProblem(answer);
      return answer.ok;
    },
  };
}
