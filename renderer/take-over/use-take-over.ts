import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Answer } from '../../preload/contract.ts';
import { useParts } from '../state/window-context.tsx';
import { visibleText } from '../view/hidden-characters.ts';

type Found = Answer<'take-over.look'>['found'];

interface Unusable {
  readonly code?: string;
  readonly message: string;
  readonly nextStep: string;
}

/** The predecessor's state file in its usual place, looked for again when the window comes back to the front; and the taking over. */
export function useTakeOver(): {
  readonly found: Found;
  readonly busy: boolean;
  readonly problem: Unusable | null;
  start(choose: boolean): Promise<void>;
} {
  const { api } = useParts();
  const { t } = useTranslation();
  const [found, setFound] = useState<Found>(null);
  const [busy, setBusy] = useState(false);
  const [ended, setEnded] = useState<Answer<'take-over.start'> | null>(null);
  useEffect(() => {
    let here = true;
    const look = () =>
      void api.ask('take-over.look', {}).then((answer) => {
        if (here) setFound(answer.found);
      });
    look();
    addEventListener('focus', look);
    return () => {
      here = false;
      removeEventListener('focus', look);
    };
  }, [api]);
  const start = useCallback(
    async (choose: boolean) => {
      setBusy(true);
      setEnded(null);
      const answer = await api.ask('take-over.start', { choose });
      setBusy(false);
      setEnded(answer);
    },
    [api],
  );
  const fault = ended?.kind === 'fault' ? ended : null;
  const problem = fault
    ? {
        message: t(`takeOver.fault.${fault.fault}`, { file: visibleText(fault.file) }),
        nextStep: t('takeOver.fault.next'),
      }
    : ended?.kind === 'problem'
      ? ended
      : null;
  return { found, busy, problem, start };
}
