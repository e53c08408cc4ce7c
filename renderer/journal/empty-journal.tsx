import type { ReactNode } from 'react';

interface EmptyJournalProps {
  readonly title: string;
  readonly text: string;
  /** What to do about it. */
  readonly children?: ReactNode;
}

export function EmptyJournal({ title, text, children }: EmptyJournalProps) {
  return (
    <div className="flex min-h-0 flex-1 flex-col items-center justify-center gap-2 px-8 pb-16 text-center">
      <h2 className="font-semibold">{title}</h2>
      <p className="max-w-110 text-ink-3 [overflow-wrap:anywhere]">{text}</p>
      {children}
    </div>
  );
}
