import { useCallback, useEffect, useState } from 'react';
import type { Answer } from '../../preload/contract.ts';
import { useParts } from '../state/window-context.tsx';

export type PolicyView = Answer<'policy.get'>;
export type PolicyFault = Answer<'policy.save'>['faults'][number];

export interface PolicyEditing {
  /** Undefined until main has answered. */
  readonly view: PolicyView | undefined;
  readonly text: string;
  readonly faults: readonly PolicyFault[];
  readonly busy: boolean;
  edit(text: string): void;
  /** Makes a text hold; its faults are shown where it cannot. */
  save(text: string): void;
  discard(): void;
}

/** The policy that holds, and the person's change of it that does not hold yet. The file is looked at again when they come back to the window. */
export function usePolicy(): PolicyEditing {
  const { api } = useParts();
  const [view, setView] = useState<PolicyView>();
  const [changed, setChanged] = useState<string | null>(null);
  const [faults, setFaults] = useState<readonly PolicyFault[]>([]);
  const [busy, setBusy] = useState(false);
  const look = useCallback(async () => setView(await api.ask('policy.get', {})), [api]);
  useEffect(() => {
    const again = () => void look().catch(() => {});
    again();
    window.addEventListener('focus', again);
    return () => window.removeEventListener('focus', again);
  }, [look]);
  const save = useCallback(
    (text: string) => {
      setBusy(true);
      api
        .ask('policy.save', { text })
        .then(
          async (answer) => {
            setFaults(answer.faults);
            if (answer.faults.length === 0) setChanged(null);
            await look();
          },
          (error: unknown) => {
            const message = error instanceof Error ? error.message : String(error);
            setFaults([{ line: 1, column: 1, message: { en: message, 'zh-CN': message } }]);
          },
        )
        .finally(() => setBusy(false));
    },
    [api, look],
  );
  return {
    ...{ view, faults, busy, save },
    text: changed ?? view?.text ?? '',
    edit: (text) => {
      setChanged(text === view?.text ? null : text);
      setFaults([]);
    },
    discard: () => {
      setChanged(null);
      setFaults([]);
    },
  };
}
