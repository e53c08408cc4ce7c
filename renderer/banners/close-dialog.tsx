import { AlertDialog } from 'radix-ui';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useAction } from '../state/use-action.ts';
import { useApp } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { ProblemLine } from '../ui/problem-line.tsx';

/** The first close of the window: what it means, once and for all. Escape leaves the window open, and asks again next time. */
export function CloseDialog() {
  const { t } = useTranslation();
  const { closeAsked, tray } = useApp((app) => app.desktop);
  const live = useApp((app) => app.terminals.filter(({ state }) => state.kind !== 'closed').length);
  const answer = useAction('window.close-answer');
  const keep = useRef<HTMLButtonElement>(null);
  const hidden = tray === 'present';
  return (
    <AlertDialog.Root open={closeAsked} onOpenChange={(open) => !open && void answer.run({ answer: 'cancel' })}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="fixed inset-0 z-20 bg-scrim" />
        <AlertDialog.Content
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            keep.current?.focus();
          }}
          className="fixed top-1/2 left-1/2 z-20 w-[440px] max-w-[calc(100%-48px)] -translate-1/2 rounded-window border border-line-strong bg-card shadow-raised"
        >
          <div className="grid gap-2 px-6 pt-5 pb-5">
            <AlertDialog.Title className="text-title font-semibold">{t('close.title')}</AlertDialog.Title>
            <AlertDialog.Description className="text-ink-2">
              {t('setting.join', {
                first: t(hidden ? 'close.inTray' : 'close.minimised'),
                second: live > 0 ? t('close.ends', { count: live }) : t('close.endsNothing'),
              })}
            </AlertDialog.Description>
            <p className="text-small text-ink-3">{t('close.changeable')}</p>
            <ProblemLine problem={answer.problem} />
          </div>
          <div className="flex justify-end gap-2 border-t border-line px-6 py-3">
            <Button disabled={answer.busy} onClick={() => void answer.run({ answer: 'quit' })}>
              {t('close.quit')}
            </Button>
            <Button
              ref={keep}
              look="primary"
              data-first
              disabled={answer.busy}
              onClick={() => void answer.run({ answer: 'keep' })}
            >
              {t(hidden ? 'close.keep' : 'close.keepMinimised')}
            </Button>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
