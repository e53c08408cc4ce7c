import { ChevronLeft, Square } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { TerminalView } from '../../preload/contract.ts';
import { useAction } from '../state/use-action.ts';
import { useApp, useParts, useWindow } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { MiddleName } from '../ui/middle-name.tsx';
import { ProblemLine } from '../ui/problem-line.tsx';
import { StatePill } from '../ui/state-pill.tsx';
import { projectName } from '../view/project-name.ts';
import { canStop, terminalHealth } from '../view/terminal-health.ts';
import { terminalUser } from '../view/terminal-user.ts';
import { CloseTerminal } from '../wall/close-terminal.tsx';
import { useStateWords } from '../wall/use-state-words.ts';
import { FocusScreen } from './focus-screen.tsx';
import { RunList } from './run-list.tsx';

/** One terminal in the whole pane, its runs at the right. */
export function FocusView({ terminalId }: { readonly terminalId: string }) {
  const { t } = useTranslation();
  const { api } = useParts();
  const terminal = useApp((app) => app.terminals.find(({ id }) => id === terminalId));
  const focus = useWindow((state) => state.focus);
  // What the tray asked for has been shown; without this the same entry could not be chosen twice.
  useEffect(() => () => void api.ask('focus.clear', {}).catch(() => {}), [api]);
  useAttention(terminalId);
  if (!terminal) {
    return (
      <div className="grid flex-1 place-content-center justify-items-center gap-3 text-ink-2">
        <p>{t('terminal.gone')}</p>
        <Button onClick={() => focus(null)}>{t('nav.back')}</Button>
      </div>
    );
  }
  return (
    <section
      data-testid="focus-terminal"
      data-terminal-id={terminal.id}
      aria-label={`${terminal.asset} · ${terminal.account}`}
      className="flex min-h-0 flex-1 flex-col"
    >
      <FocusBar terminal={terminal} onBack={() => focus(null)} />
      <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)_var(--w-runs)] grid-rows-[minmax(0,1fr)]">
        <FocusScreen terminal={terminal} />
        <RunList terminal={terminal} />
      </div>
    </section>
  );
}

/** While the person has it before them it is not closed for being idle; a hidden window is nobody's. */
function useAttention(terminalId: string): void {
  const { api } = useParts();
  useEffect(() => {
    const attend = (id: string | null) => void api.ask('terminal.attend', { terminalId: id }).catch(() => {});
    const tell = () => attend(document.visibilityState === 'visible' ? terminalId : null);
    tell();
    document.addEventListener('visibilitychange', tell);
    return () => {
      document.removeEventListener('visibilitychange', tell);
      attend(null);
    };
  }, [api, terminalId]);
}

function FocusBar({ terminal, onBack }: { readonly terminal: TerminalView; onBack(): void }) {
  const { t } = useTranslation();
  const stop = useAction('terminal.interrupt');
  const project = useApp((app) => app.agents.find(({ id }) => id === terminal.agentId)?.projectFolder);
  const health = terminalHealth(terminal);
  const { word } = useStateWords(terminal);
  return (
    <div className="shrink-0 border-b border-line bg-card">
      <div className="flex h-[47px] items-center gap-3 pr-4 pl-2">
        <Button look="ghost" square aria-label={t('nav.back')} title={t('nav.back')} onClick={onBack}>
          <ChevronLeft size={16} strokeWidth={2} />
        </Button>
        <div className="flex min-w-0 flex-1 items-center gap-2 whitespace-nowrap">
          <h1 className="flex min-w-0 text-body leading-5 font-semibold">
            <MiddleName name={terminal.asset} />
          </h1>
          <Separator />
          <span className="max-w-32 shrink-0 truncate">{terminalUser(terminal)}</span>
          <Separator />
          <span className="shrink-0 text-ink-2">
            {terminal.agentId === null ? t('terminal.you') : terminal.agentName}
            {project ? <span className="text-ink-3 max-wide:hidden"> {projectName(project)}</span> : null}
          </span>
          {terminal.jumpserverSessionId === null ? null : (
            <>
              <Separator />
              <span className="truncate mono text-ink-3 selectable" title={t('terminal.session')}>
                {terminal.jumpserverSessionId}
              </span>
            </>
          )}
        </div>
        <StatePill health={health}>{word}</StatePill>
        {canStop(terminal) ? (
          <Button disabled={stop.busy} onClick={() => void stop.run({ terminalId: terminal.id })}>
            <Square size={14} strokeWidth={2.25} />
            {t('terminal.stop')}
          </Button>
        ) : null}
        <CloseTerminal terminal={terminal} look="plain" size="normal" />
      </div>
      {stop.problem ? (
        <div className="px-4 pb-2">
          <ProblemLine problem={stop.problem} />
        </div>
      ) : null}
    </div>
  );
}

function Separator() {
  return (
    <span aria-hidden="true" className="text-line-strong">
      ·
    </span>
  );
}
