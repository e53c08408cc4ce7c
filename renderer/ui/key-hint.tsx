import type { ReactNode } from 'react';

/** The key that does what the button does. */
export function KeyHint({ children }: { readonly children: ReactNode }) {
  return (
    <span
      aria-hidden="true"
      className="rounded-[3px] border border-current/30 px-1 font-sans text-small leading-4 font-medium"
    >
      {children}
    </span>
  );
}

export const APPLE = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? '');

export const PALETTE_KEYS = APPLE ? '⌘ K' : 'Ctrl K';

export const ALLOW_KEYS = APPLE ? '⌘ ↩' : 'Ctrl ↩';

/** Opens the times for which something can be allowed. */
export const FOR_KEYS = APPLE ? '⌘ M' : 'Ctrl M';

/** To the request before and after. */
export const QUEUE_KEYS = APPLE ? { previous: '⌘ [', next: '⌘ ]' } : { previous: 'Ctrl [', next: 'Ctrl ]' };

/** One of those above, and not the letter alone. */
export const isCommandKey = (event: { readonly ctrlKey: boolean; readonly metaKey: boolean }): boolean =>
  APPLE ? event.metaKey : event.ctrlKey;

/** Enter with the one modifier: nobody types it on the way to something else. */
export function isAllowKey(event: {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}): boolean {
  return event.key === 'Enter' && (APPLE ? event.metaKey : event.ctrlKey);
}
