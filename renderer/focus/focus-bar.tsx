import { Check, ChevronLeft, Copy } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TerminalView } from '../../preload/contract.ts';
import { useAction } from '../state/use-action.ts';
import { Button } from '../ui/button.tsx';
import { MiddleName } from '../ui/middle-name.tsx';
import { StatePill } from '../ui/state-pill.tsx';
import { terminalHealth } from '../view/terminal-health.ts';
import { terminalUser } from '../view/terminal-user.ts';
import { TerminalOwner } from '../wall/terminal-owner.tsx';
import { useStateWords } from '../wall/use-state-words.ts';

interface FocusBarProps {
  readonly terminal: TerminalView;
  readonly onBack: () => void;
  /** The controls, at the right end; one that takes the whole width (`basis-full`) stands in a line of its own below. */
  readonly children: ReactNode;
}

/** Which terminal is before the person: asset, account, agent, JumpServer's session, state. */
export function FocusBar({ terminal, onBack, children }: FocusBarProps) {
  const { t } = useTranslation();
  const health = terminalHealth(terminal);
  const { word } = useStateWords(terminal);
  return (
    <div className="flex min-h-12 shrink-0 flex-wrap items-center gap-x-3 border-b border-line bg-card pr-4 pl-2">
      <div className="flex h-[47px] min-w-0 flex-1 items-center gap-3">
        <Button look="ghost" square aria-label={t('nav.back')} title={t('nav.back')} onClick={onBack}>
          <ChevronLeft size={16} strokeWidth={2} />
        </Button>
        <div className="flex min-w-0 flex-1 items-center gap-2 whitespace-nowrap">
          <h1 className="flex max-w-64 min-w-0 shrink-0 text-body leading-5 font-semibold">
            <MiddleName name={terminal.asset} />
          </h1>
          <Separator />
          <span className="max-w-32 shrink-0 truncate">{terminalUser(terminal)}</span>
          <Separator />
          <span className="shrink-0 text-ink-2">
            <TerminalOwner terminal={terminal} />
          </span>
          {terminal.jumpserverSessionId === null ? null : (
            <>
              <Separator />
              <SessionId id={terminal.jumpserverSessionId} />
            </>
          )}
        </div>
      </div>
      <StatePill health={health}>{word}</StatePill>
      {children}
    </div>
  );
}

/** Under this id JumpServer keeps its own record; a click copies it. */
function SessionId({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const copy = useAction('clipboard.write');
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  const label = copied ? t('focus.sessionCopied') : t('focus.copySession');
  return (
    <button
      type="button"
      title={label}
      aria-label={`${label}: ${id}`}
      className="flex h-6 min-w-0 items-center gap-1.5 rounded-control px-1 text-ink-3 hover:bg-hover hover:text-ink-2"
      onClick={async () => setCopied(await copy.run({ text: id }))}
    >
      <span className="truncate mono">{id}</span>
      {copied ? <Check size={14} strokeWidth={2.25} /> : <Copy size={14} strokeWidth={2} />}
    </button>
  );
}

function Separator() {
  return (
    <span aria-hidden="true" className="text-line-strong">
      ·
    </span>
  );
}
