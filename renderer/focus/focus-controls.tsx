import { Square } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { TerminalView } from '../../preload/contract.ts';
import { TakeOver } from '../hand/take-over.tsx';
import { ReplayButton } from '../replay/replay-button.tsx';
import { useAction } from '../state/use-action.ts';
import { Button } from '../ui/button.tsx';
import { ProblemLine } from '../ui/problem-line.tsx';
import { canStop } from '../view/terminal-health.ts';
import { CloseTerminal } from '../wall/close-terminal.tsx';

/** What the person can do to the focused terminal; it stands at the right end of the bar. */
export function FocusControls({ terminal }: { readonly terminal: TerminalView }) {
  const { t } = useTranslation();
  const stop = useAction('terminal.interrupt');
  return (
    <>
      <TakeOver terminal={terminal} look="plain" size="normal" />
      {canStop(terminal) ? (
        <Button disabled={stop.busy} onClick={() => void stop.run({ terminalId: terminal.id })}>
          <Square size={14} strokeWidth={2.25} />
          {t('terminal.stop')}
        </Button>
      ) : null}
      <CloseTerminal terminal={terminal} look="plain" size="normal" />
      <ReplayButton terminalId={terminal.id} ended={terminal.state.kind === 'closed'} />
      {stop.problem ? (
        <div className="basis-full pb-2">
          <ProblemLine problem={stop.problem} />
        </div>
      ) : null}
    </>
  );
}
