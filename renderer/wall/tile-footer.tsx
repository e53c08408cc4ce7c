import { Maximize2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { TerminalView } from '../../preload/contract.ts';
import { HandBack } from '../hand/hand-back.tsx';
import { TakeOver } from '../hand/take-over.tsx';
import { TileAnswer, useTileRequest } from '../questions/tile-request.tsx';
import { useRecorded } from '../replay/use-recordings.ts';
import { useAction } from '../state/use-action.ts';
import { useApp, useWindow } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { ProblemLine } from '../ui/problem-line.tsx';
import { toneText } from '../ui/tones.ts';
import { isOffer } from '../view/secret-offer.ts';
import { canStop, type TerminalHealth } from '../view/terminal-health.ts';
import { CloseTerminal } from './close-terminal.tsx';
import { DismissTerminal } from './dismiss-terminals.tsx';
import { useStateWords } from './use-state-words.ts';

interface TileFooterProps {
  readonly terminal: TerminalView;
  readonly health: TerminalHealth;
}

export function TileFooter({ terminal, health }: TileFooterProps) {
  const { t } = useTranslation();
  const focus = useWindow((state) => state.focus);
  const takeUp = useWindow((state) => state.takeUpQuestions);
  const atTerminal = useApp((app) => app.questions.some((one) => one.id === terminal.questionId && isOffer(one)));
  const answer = () => (atTerminal ? focus(terminal.id) : takeUp());
  const stop = useAction('terminal.interrupt');
  const replay = useWindow((state) => state.replay);
  const recorded = useRecorded(terminal.id);
  const asks = useTileRequest(terminal) !== undefined;
  const { word, fact } = useStateWords(terminal);
  return (
    <footer className="pointer-events-none relative shrink-0 border-t border-line bg-card [&_button]:pointer-events-auto">
      <div className="flex h-[31px] items-center gap-2 pr-2 pl-3 text-small whitespace-nowrap text-ink-2">
        <span className={`shrink-0 font-medium ${toneText[health.tone]}`}>{word}</span>
        <span className="min-w-0 flex-1 truncate text-ink-3" title={fact}>
          {fact}
        </span>
        <TileAnswer terminal={terminal} />
        {terminal.questionId === null || asks ? null : (
          <Button look="primary" size="small" onClick={answer}>
            {t('terminal.answer')}
          </Button>
        )}
        <HandBack terminal={terminal} />
        <TakeOver terminal={terminal} look="ghost" size="small" />
        {canStop(terminal) ? (
          <Button
            look="ghost"
            size="small"
            disabled={stop.busy}
            onClick={() => void stop.run({ terminalId: terminal.id })}
          >
            {t('terminal.stop')}
          </Button>
        ) : null}
        <CloseTerminal terminal={terminal} look="ghost" size="small" />
        {terminal.state.kind === 'closed' && recorded ? (
          <Button look="ghost" size="small" onClick={() => replay(terminal.id)}>
            {t('replay.replay')}
          </Button>
        ) : null}
        {terminal.state.kind === 'closed' ? <DismissTerminal terminal={terminal} /> : null}
        <Button
          look="ghost"
          size="small"
          square
          title={t('terminal.open')}
          tabIndex={-1}
          aria-hidden="true"
          onClick={() => focus(terminal.id)}
        >
          <Maximize2 size={14} strokeWidth={2} />
        </Button>
      </div>
      {stop.problem ? (
        <div className="px-3 pb-2">
          <ProblemLine problem={stop.problem} />
        </div>
      ) : null}
    </footer>
  );
}
