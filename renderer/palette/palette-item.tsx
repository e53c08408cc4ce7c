import { Command } from 'cmdk';
import type { ReactNode } from 'react';

interface PaletteItemProps {
  /** Unlike any other's. */
  readonly id: string;
  /** What is typed is looked for in them. */
  readonly words: readonly string[];
  readonly icon?: ReactNode;
  readonly children: ReactNode;
  /** A fact at the right. */
  readonly note?: string;
  onSelect(): void;
}

/** One thing that the palette does. */
export function PaletteItem({ id, words, icon, children, note = '', onSelect }: PaletteItemProps) {
  return (
    <Command.Item
      value={id}
      keywords={[...words]}
      onSelect={onSelect}
      className="flex h-8 min-w-0 items-center gap-2 rounded-control px-2 data-[selected=true]:bg-hover"
    >
      <span className="grid size-4 shrink-0 place-items-center text-ink-2">{icon}</span>
      <span className="min-w-0 flex-1 truncate">{children}</span>
      <span className="max-w-[45%] shrink-0 truncate text-small text-ink-3">{note}</span>
    </Command.Item>
  );
}
