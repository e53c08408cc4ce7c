import { useEffect } from 'react';
import { useParts, useWindow } from '../state/window-context.tsx';

/** Several terminals often begin or end together. In ms. */
const TOGETHER = 200;

/** Keeps the window's list of recordings as main has it. */
export function useRecordings(): void {
  const { api, store } = useParts();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      timer = undefined;
      api.ask('recordings.list', {}).then(
        (answer) => store.getState().tookRecordings(answer.ok ? answer.rows : []),
        () => store.getState().tookRecordings([]),
      );
    };
    look();
    const off = api.on('recordings.changed', () => {
      timer ??= setTimeout(look, TOGETHER);
    });
    return () => {
      clearTimeout(timer);
      off();
    };
  }, [api, store]);
}

/** Whether that terminal can be played. */
export function useRecorded(terminalId: string | null): boolean {
  return useWindow(({ recorded }) => terminalId !== null && (recorded?.some(({ id }) => id === terminalId) ?? false));
}
