import { useState } from 'react';
import type { TerminalView } from '../../preload/contract.ts';
import { FocusScreen } from './focus-screen.tsx';
import { RunList } from './run-list.tsx';

/** The terminal and its runs, which lead to each other. */
export function FocusStage({ terminal }: { readonly terminal: TerminalView }) {
  const [chosen, setChosen] = useState<{ readonly runId: string } | null>(null);
  const newest = terminal.runs.at(-1);
  const running = newest && newest.durationMs === null && newest.outcome !== 'refused' ? newest.id : null;
  const current = chosen?.runId ?? running;
  const choose = (runId: string) => setChosen({ runId });
  return (
    <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)_var(--w-runs)] grid-rows-[minmax(0,1fr)]">
      <FocusScreen terminal={terminal} chosen={chosen} current={current} onChoose={choose} />
      <RunList terminal={terminal} current={current} onChoose={choose} />
    </div>
  );
}
