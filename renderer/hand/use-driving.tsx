import type { Terminal } from '@xterm/xterm';
import { type ReactNode, type RefObject, useRef, useState } from 'react';
import type { TerminalView } from '../../preload/contract.ts';
import { useAction } from '../state/use-action.ts';
import { useParts } from '../state/window-context.tsx';
import { useDriveKeys } from '../terminal/drive-keys.ts';
import { ProblemLine } from '../ui/problem-line.tsx';
import { asksBeforePaste } from '../view/pasted-lines.ts';
import { isDriven, isTaken } from '../view/terminal-health.ts';
import { DrivingLine } from './driving-line.tsx';
import { HandBackBar } from './hand-back.tsx';
import { PasteDialog } from './paste-dialog.tsx';

interface Driving {
  readonly driven: boolean;
  /** What stands above and below the screen; null where the person does not drive. */
  readonly above: ReactNode;
  readonly below: ReactNode;
  /** What the clipboard holds, as the paste keys do it; for a menu. */
  pasteClipboard(): void;
}

/**
 * The person's hands on the terminal that `live` shows: keys, pastes, and the bars around it. For one of the person's own too,
 * which has nobody to hand it back to.
 */
export function useDriving(terminal: TerminalView, live: RefObject<Terminal | null>): Driving {
  const field = useRef<HTMLInputElement>(null);
  const [asked, setAsked] = useState<string | null>(null);
  const paste = useAction('terminal.paste');
  const driven = isDriven(terminal);
  const taken = isTaken(terminal);
  const { api } = useParts();
  const onPaste = (text: string) => {
    if (asksBeforePaste(text)) setAsked(text);
    else void paste.run({ terminalId: terminal.id, text, agreed: false });
  };
  const pasteClipboard = () => {
    const read = api.ask('clipboard.read', { terminalId: terminal.id });
    read.then(({ text }) => text !== '' && onPaste(text)).catch(() => {});
  };
  const problem = useDriveKeys({
    live,
    terminalId: terminal.id,
    driven,
    onPaste,
    onLeave: () => (field.current ? field.current.focus() : live.current?.blur()),
  });
  if (!driven) return { driven, above: null, below: null, pasteClipboard };
  const shown = problem ?? (asked === null ? paste.problem : null);
  return {
    driven,
    pasteClipboard,
    above: taken ? <DrivingLine terminal={terminal} /> : null,
    below: (
      <>
        {shown === null ? null : (
          <div className="shrink-0 border-t border-line bg-card px-4 py-2">
            <ProblemLine problem={shown} />
          </div>
        )}
        {taken ? <HandBackBar terminal={terminal} field={field} /> : null}
        <PasteDialog
          terminal={terminal}
          text={asked}
          busy={paste.busy}
          problem={paste.problem}
          onCancel={() => setAsked(null)}
          onPaste={() => {
            void paste.run({ terminalId: terminal.id, text: asked ?? '', agreed: true }).then((done) => {
              if (done) setAsked(null);
            });
          }}
          onGone={() => live.current?.focus()}
        />
      </>
    ),
  };
}
