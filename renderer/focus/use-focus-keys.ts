import { useEffect, useRef } from 'react';
import { useWindow } from '../state/window-context.tsx';
import { stepRun } from '../view/run-places.ts';

interface FocusKeysPorts {
  /** The keyboard is the terminal's; with Shift these keys stay the window's. */
  readonly driven: boolean;
  /** The runs that can be shown, newest last. */
  readonly runIds: () => readonly string[];
  readonly current: string | null;
  readonly onChoose: (runId: string) => void;
  readonly onSearch: () => void;
}

/** Ctrl or Cmd with F searches, with an arrow up or down jumps between runs; Escape goes back to the wall. */
export function useFocusKeys(ports: FocusKeysPorts): void {
  const focus = useWindow((state) => state.focus);
  const latest = useRef(ports);
  latest.current = ports;

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { driven, runIds, current, onChoose, onSearch } = latest.current;
      if (!(event.ctrlKey || event.metaKey) || event.altKey || (driven && !event.shiftKey) || isCovered()) return;
      if (event.key.toLowerCase() === 'f') onSearch();
      else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
        const to = stepRun(runIds(), current, event.key === 'ArrowUp' ? 'earlier' : 'later');
        if (to !== null) onChoose(to);
      } else return;
      // Before xterm.js, which would take them too.
      event.preventDefault();
      event.stopPropagation();
    };
    const onEscape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || latest.current.driven || isCovered()) return;
      if (event.target instanceof HTMLElement && event.target.closest('input, select, textarea:not(.xterm *)')) return;
      focus(null);
    };
    document.addEventListener('keydown', onKey, { capture: true });
    document.addEventListener('keydown', onEscape);
    return () => {
      document.removeEventListener('keydown', onKey, { capture: true });
      document.removeEventListener('keydown', onEscape);
    };
  }, [focus]);
}

/** Something stands in front of the terminal, and has the keyboard. */
function isCovered(): boolean {
  return document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null;
}
