import { AlertDialog } from 'radix-ui';
import { useTranslation } from 'react-i18next';
import type { TerminalView } from '../../preload/contract.ts';
import { ExactText } from '../questions/exact-text.tsx';
import type { Problem } from '../state/use-action.ts';
import { Button } from '../ui/button.tsx';
import { ProblemLine } from '../ui/problem-line.tsx';
import { visibleText } from '../view/hidden-characters.ts';
import { pastedLines } from '../view/pasted-lines.ts';

interface PasteDialogProps {
  readonly terminal: TerminalView;
  /** Null: nothing is asked. */
  readonly text: string | null;
  readonly busy: boolean;
  readonly problem: Problem | null;
  onCancel(): void;
  onPaste(): void;
  /** The keyboard goes back to the terminal. */
  onGone(): void;
}

/** What a paste of several lines would do, line by line, before it does. */
export function PasteDialog({ terminal, text, ...props }: PasteDialogProps) {
  const { t } = useTranslation();
  const lines = pastedLines(text ?? '');
  return (
    <AlertDialog.Root open={text !== null} onOpenChange={(open) => !open && props.onCancel()}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="fixed inset-0 z-20 bg-scrim" />
        <AlertDialog.Content
          data-testid="paste-dialog"
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            props.onGone();
          }}
          className="fixed top-1/2 left-1/2 z-20 flex max-h-[calc(100%-48px)] w-[560px] max-w-[calc(100%-48px)] -translate-1/2 flex-col rounded-window border border-line-strong bg-card shadow-raised"
        >
          <div className="grid min-h-0 gap-3 scroll-quiet px-6 pt-5 pb-5">
            <AlertDialog.Title className="text-title font-semibold [overflow-wrap:anywhere]">
              {t('hand.paste.title', { count: lines.length, asset: visibleText(terminal.asset) })}
            </AlertDialog.Title>
            <AlertDialog.Description className="text-ink-2">
              {lines.length === 1
                ? t('hand.paste.hidden')
                : t(terminal.state.kind === 'prompt' ? 'hand.paste.prompt' : 'hand.paste.program')}
            </AlertDialog.Description>
            <ExactText text={lines.join('\n')} />
            <ProblemLine problem={props.problem} />
          </div>
          <div className="flex justify-end gap-2 border-t border-line px-6 py-3">
            <AlertDialog.Cancel asChild>
              <Button look="ghost">{t('dialog.cancel')}</Button>
            </AlertDialog.Cancel>
            <Button look="drive" disabled={props.busy} onClick={props.onPaste}>
              {t('hand.paste.do')}
            </Button>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
