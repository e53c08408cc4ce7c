import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TerminalView } from '../../preload/contract.ts';
import { useAction } from '../state/use-action.ts';
import { Button, type ButtonLook } from '../ui/button.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { canStop } from '../view/terminal-health.ts';

interface CloseTerminalProps {
  readonly terminal: TerminalView;
  readonly look: ButtonLook;
  readonly size: 'small' | 'normal';
}

/** Closes at once at a prompt; asks while something runs, because it ends. */
export function CloseTerminal({ terminal, look, size }: CloseTerminalProps) {
  const { t } = useTranslation();
  const close = useAction('terminal.close');
  const [asking, setAsking] = useState(false);
  if (terminal.state.kind === 'closed') return null;
  const doClose = async () => {
    if (await close.run({ terminalId: terminal.id })) setAsking(false);
    else setAsking(true);
  };
  return (
    <>
      <Button
        look={look}
        size={size}
        disabled={close.busy}
        onClick={() => (canStop(terminal) ? setAsking(true) : void doClose())}
      >
        {t('terminal.close')}
      </Button>
      <ConfirmDialog
        open={asking}
        title={t('terminal.closeAsk', { name: terminal.asset })}
        text={t('terminal.closeWhat')}
        doText={t('terminal.close')}
        busy={close.busy}
        problem={close.problem}
        onCancel={() => setAsking(false)}
        onDo={() => void doClose()}
      />
    </>
  );
}
