import { Command } from 'cmdk';
import { useTranslation } from 'react-i18next';
import { useApp, useWindow } from '../state/window-context.tsx';
import { StateShape } from '../ui/state-shape.tsx';
import { terminalHealth } from '../view/terminal-health.ts';
import { PaletteItem } from './palette-item.tsx';

/** The open terminals, what needs a human first. */
export function TerminalCommands({ onDone }: { onDone(): void }) {
  const { t } = useTranslation();
  const terminals = useApp((app) => app.terminals);
  const focus = useWindow((state) => state.focus);
  const open = terminals.filter(({ state }) => state.kind !== 'closed');
  if (open.length === 0) return null;
  return (
    <Command.Group heading={t('palette.terminals')}>
      {open.map((terminal) => {
        const { shape, tone, word } = terminalHealth(terminal);
        const who = terminal.agentId === null ? t('terminal.you') : terminal.agentName;
        return (
          <PaletteItem
            key={terminal.id}
            id={`terminal ${terminal.asset} ${terminal.account} ${terminal.id}`}
            words={[t('palette.terminals'), terminal.asset, terminal.account, who, terminal.siteName]}
            icon={<StateShape shape={shape} tone={tone} label={t(`terminal.${word}`)} />}
            note={`${who} · ${terminal.siteName}`}
            onSelect={() => {
              onDone();
              focus(terminal.id);
            }}
          >
            {terminal.asset} <span className="text-ink-3">{terminal.account}</span>
          </PaletteItem>
        );
      })}
    </Command.Group>
  );
}
