import { Command } from 'cmdk';
import { Dialog } from 'radix-ui';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useWindow } from '../state/window-context.tsx';
import { AssetCommands } from './asset-commands.tsx';
import { AgentCommands, BridgeCommands, PageCommands, SettingsCommands, SiteCommands } from './page-commands.tsx';
import { matches } from './palette-match.ts';
import { TerminalCommands } from './terminal-commands.tsx';

/** Ctrl/Cmd-K: everything by name. Escape closes it, and the focus goes back to where it was. */
export function CommandPalette() {
  const { t } = useTranslation();
  const open = useWindow((state) => state.paletteOpen);
  const show = useWindow((state) => state.showPalette);
  const before = useRef<HTMLElement | null>(null);
  const [search, setSearch] = useState('');
  const [selected, setSelected] = useState('');
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || event.altKey || event.shiftKey || !(event.ctrlKey || event.metaKey))
        return;
      // In a terminal Ctrl-K is the shell's; there Cmd-K, or the button, opens it.
      const inTerminal = event.target instanceof Element && event.target.closest('.xterm') !== null;
      if (inTerminal && !event.metaKey) return;
      event.preventDefault();
      show(true);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [show]);
  const close = () => show(false);
  return (
    <Dialog.Root
      open={open}
      onOpenChange={(now) => {
        show(now);
        setSearch('');
      }}
    >
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-20 bg-scrim" />
        <Dialog.Content
          aria-describedby={undefined}
          onOpenAutoFocus={() => {
            const { activeElement } = document;
            before.current = activeElement instanceof HTMLElement ? activeElement : null;
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            before.current?.focus();
          }}
          className="fixed top-24 left-1/2 z-20 w-[600px] max-w-[calc(100%-48px)] -translate-x-1/2 overflow-hidden rounded-window border border-line-strong bg-card shadow-raised"
        >
          <Dialog.Title className="sr-only">{t('palette.title')}</Dialog.Title>
          <Command
            label={t('palette.title')}
            loop
            value={selected}
            onValueChange={setSelected}
            filter={(_id, typed, words) => matches(typed, words ?? [])}
          >
            <Command.Input
              value={search}
              onValueChange={setSearch}
              placeholder={t('palette.placeholder')}
              maxLength={200}
              className="h-12 w-full border-b border-line bg-transparent px-4 outline-none selectable placeholder:text-ink-3"
            />
            <Command.List
              className="max-h-[min(420px,calc(100vh-240px))] scroll-quiet p-2 [&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-small [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-ink-3"
              label={t('palette.title')}
            >
              <Command.Empty className="px-2 py-3 text-ink-3">{t('palette.none')}</Command.Empty>
              <TerminalCommands onDone={close} />
              <PageCommands onDone={close} />
              <BridgeCommands onDone={close} />
              <SiteCommands onDone={close} />
              <AgentCommands onDone={close} />
              <SettingsCommands onDone={close} />
              <AssetCommands search={search} onFirst={setSelected} onDone={close} />
            </Command.List>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
