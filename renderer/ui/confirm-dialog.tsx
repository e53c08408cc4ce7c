import { AlertDialog } from 'radix-ui';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../state/use-action.ts';
import { Button } from './button.tsx';
import { ProblemLine } from './problem-line.tsx';

interface ConfirmDialogProps {
  readonly open: boolean;
  readonly title: string;
  readonly text: string;
  readonly doText: string;
  readonly look?: 'danger' | 'primary';
  readonly problem: Problem | null;
  readonly busy: boolean;
  onCancel(): void;
  onDo(): void;
}

/** Only for what cannot be taken back, and for what others ask the person to do. */
export function ConfirmDialog({ look = 'danger', ...props }: ConfirmDialogProps) {
  const { t } = useTranslation();
  return (
    <AlertDialog.Root open={props.open} onOpenChange={(open) => !open && props.onCancel()}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="fixed inset-0 z-20 bg-scrim" />
        <AlertDialog.Content className="fixed top-1/2 left-1/2 z-20 w-[440px] max-w-[calc(100%-48px)] -translate-1/2 rounded-window border border-line-strong bg-card shadow-raised">
          <div className="grid gap-2 px-6 pt-5 pb-5">
            <AlertDialog.Title className="text-title font-semibold [overflow-wrap:anywhere]">
              {props.title}
            </AlertDialog.Title>
            <AlertDialog.Description className="text-ink-2 [overflow-wrap:anywhere] selectable">
              {props.text}
            </AlertDialog.Description>
            <ProblemLine problem={props.problem} />
          </div>
          <div className="flex justify-end gap-2 border-t border-line px-6 py-3">
            <AlertDialog.Cancel asChild>
              <Button look="ghost">{t('dialog.cancel')}</Button>
            </AlertDialog.Cancel>
            <Button look={look} disabled={props.busy} onClick={props.onDo}>
              {props.doText}
            </Button>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
