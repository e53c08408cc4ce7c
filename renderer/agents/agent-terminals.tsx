import { useTranslation } from 'react-i18next';
import type { TerminalView } from '../../preload/contract.ts';
import type { AgentView } from '../../preload/contract-agents.ts';
import { SettingGroup } from '../settings/setting-parts.tsx';
import { useApp, useWindow } from '../state/window-context.tsx';
import { StateShape } from '../ui/state-shape.tsx';
import { terminalHealth } from '../view/terminal-health.ts';
import { terminalUser } from '../view/terminal-user.ts';
import { useStateWords } from '../wall/use-state-words.ts';

/** Its open terminals, each a way to it. */
export function AgentTerminals({ agent }: { readonly agent: AgentView }) {
  const { t } = useTranslation();
  const all = useApp((app) => app.terminals);
  const open = all.filter(({ agentId, state }) => agentId === agent.id && state.kind !== 'closed');
  return (
    <SettingGroup title={t('agentPage.open')}>
      {open.length === 0 ? <p className="px-4 py-3 text-ink-3">{t('agentPage.noTerminals')}</p> : null}
      <ul>
        {open.map((terminal) => (
          <OpenTerminal key={terminal.id} terminal={terminal} />
        ))}
      </ul>
    </SettingGroup>
  );
}

function OpenTerminal({ terminal }: { readonly terminal: TerminalView }) {
  const focus = useWindow((state) => state.focus);
  const health = terminalHealth(terminal);
  const words = useStateWords(terminal);
  const last = terminal.runs.at(-1)?.command ?? '';
  return (
    <li className="border-line not-first:border-t">
      <button
        type="button"
        onClick={() => focus(terminal.id)}
        className="flex min-h-11 w-full items-center gap-3 rounded-card px-4 py-2 text-left outline-offset-[-2px] hover:bg-hover"
      >
        <StateShape shape={health.shape} tone={health.tone} />
        <span className="max-w-40 shrink-0 truncate font-medium">{terminal.asset}</span>
        <span className="max-w-24 shrink-0 truncate text-small text-ink-3">{terminalUser(terminal)}</span>
        <span className="min-w-0 flex-1 truncate mono text-ink-2">{last}</span>
        <span className="shrink-0 text-small text-ink-3">{words.word}</span>
      </button>
    </li>
  );
}
