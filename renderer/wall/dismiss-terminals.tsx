import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { TerminalView } from '../../preload/contract.ts';
import { useAction } from '../state/use-action.ts';
import { Button } from '../ui/button.tsx';
import { ProblemLine } from '../ui/problem-line.tsx';

/** Takes one ended terminal off the wall. */
export function DismissTerminal({ terminal }: { readonly terminal: TerminalView }) {
  const { t } = useTranslation();
  const dismiss = useAction('wall.dismiss');
  return (
    <Button
      look="ghost"
      size="small"
      square
      title={t('wall.dismiss')}
      aria-label={t('wall.dismissNamed', { name: terminal.asset })}
      disabled={dismiss.busy}
      onClick={() => void dismiss.run({ terminalIds: [terminal.id] })}
    >
      <X size={14} strokeWidth={2} />
    </Button>
  );
}

/** Takes all that have ended off the wall, of those that are shown. */
export function DismissEnded({ terminals }: { readonly terminals: readonly TerminalView[] }) {
  const { t } = useTranslation();
  const dismiss = useAction('wall.dismiss');
  const ended = terminals.filter(({ state }) => state.kind === 'closed').map(({ id }) => id);
  if (ended.length === 0) return null;
  return (
    <>
      <ProblemLine problem={dismiss.problem} />
      <Button
        look="ghost"
        size="small"
        disabled={dismiss.busy}
        onClick={() => void dismiss.run({ terminalIds: ended })}
      >
        {t('wall.dismissEnded', { count: ended.length })}
      </Button>
    </>
  );
}
