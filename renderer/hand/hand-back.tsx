import { ArrowRightToLine } from 'lucide-react';
import { type Ref, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TerminalView } from '../../preload/contract.ts';
import { useAction } from '../state/use-action.ts';
import { Button } from '../ui/button.tsx';
import { ProblemLine } from '../ui/problem-line.tsx';
import { isTaken } from '../view/terminal-health.ts';

interface HandBackProps {
  readonly terminal: TerminalView;
}

/** On a tile: at once, without a note. */
export function HandBack({ terminal }: HandBackProps) {
  const { t } = useTranslation();
  const give = useAction('terminal.hand-back');
  if (!isTaken(terminal)) return null;
  return (
    <>
      <ProblemLine problem={give.problem} />
      <Button
        look="drive"
        size="small"
        disabled={give.busy}
        onClick={() => void give.run({ terminalId: terminal.id, note: '' })}
      >
        {t('hand.handBack')}
      </Button>
    </>
  );
}

interface HandBackBarProps extends HandBackProps {
  /** The note's field. */
  readonly field: Ref<HTMLInputElement>;
}

/** Below the driven terminal: a note for the agent, and the way back. */
export function HandBackBar({ terminal, field }: HandBackBarProps) {
  const { t } = useTranslation();
  const give = useAction('terminal.hand-back');
  const [note, setNote] = useState('');
  const agent = terminal.agentName;
  return (
    <form
      className="grid shrink-0 gap-1 border-t border-drive-line bg-drive-bg px-3 py-2"
      onSubmit={(event) => {
        event.preventDefault();
        void give.run({ terminalId: terminal.id, note });
      }}
    >
      <div className="flex gap-2">
        <input
          ref={field}
          aria-label={t('hand.note', { agent })}
          placeholder={t('hand.noteHint', { agent })}
          value={note}
          maxLength={2_000}
          autoComplete="off"
          onChange={(event) => setNote(event.target.value)}
          className="h-9 min-w-0 flex-1 rounded-control border border-line-strong bg-inset px-3 selectable placeholder:text-ink-3"
        />
        <Button type="submit" look="drive" size="large" disabled={give.busy} className="max-w-[50%]">
          <ArrowRightToLine size={16} strokeWidth={2} />
          <span className="truncate">{t('hand.handBackTo', { agent })}</span>
        </Button>
      </div>
      <ProblemLine problem={give.problem} />
    </form>
  );
}
