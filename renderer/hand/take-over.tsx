import { Hand } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { TerminalView } from '../../preload/contract.ts';
import { useAction } from '../state/use-action.ts';
import { useWindow } from '../state/window-context.tsx';
import { Button, type ButtonLook } from '../ui/button.tsx';
import { ProblemLine } from '../ui/problem-line.tsx';
import { isDriven } from '../view/terminal-health.ts';

interface TakeOverProps {
  readonly terminal: TerminalView;
  readonly look: ButtonLook;
  readonly size: 'small' | 'normal';
}

/** The person types from now on, at full size. */
export function TakeOver({ terminal, look, size }: TakeOverProps) {
  const { t } = useTranslation();
  const focus = useWindow((state) => state.focus);
  const take = useAction('terminal.take-over');
  if (terminal.state.kind === 'closed' || isDriven(terminal)) return null;
  const onClick = async () => {
    if (await take.run({ terminalId: terminal.id })) focus(terminal.id);
  };
  return (
    <>
      <ProblemLine problem={take.problem} />
      <Button
        look={look}
        size={size}
        disabled={take.busy}
        title={t('hand.takeOverWhat', { agent: terminal.agentName })}
        onClick={() => void onClick()}
      >
        {size === 'normal' ? <Hand size={14} strokeWidth={2} /> : null}
        {t('hand.takeOver')}
      </Button>
    </>
  );
}
