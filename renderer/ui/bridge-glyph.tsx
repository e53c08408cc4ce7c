/** The tray's glyph in the window: told apart by shape. */
export type BridgePosition = 'lowered' | 'half' | 'raised';

const decks: Readonly<Record<BridgePosition, React.ReactNode>> = {
  lowered: (
    <>
      <path d="M6 12h8v2H6z" />
      <path d="M6.4 5.6 13.6 11.6" fill="none" stroke="currentColor" strokeWidth={1.2} strokeLinecap="round" />
    </>
  ),
  half: (
    <>
      <path d="M6.3 12.1 12.4 6.0l1.42 1.42L7.2 14H6.3z" />
      <path d="M6.4 5 12.2 6.4" fill="none" stroke="currentColor" strokeWidth={1.2} strokeLinecap="round" />
    </>
  ),
  raised: (
    <>
      <path d="M7.5 4h2v10h-2z" />
      <path d="M6.2 4.6 8.4 4.6" fill="none" stroke="currentColor" strokeWidth={1.2} strokeLinecap="round" />
    </>
  ),
};

export function BridgeGlyph({ position, size = 16 }: { readonly position: BridgePosition; readonly size?: number }) {
  return (
    <svg viewBox="0 0 16 16" width={size} height={size} fill="currentColor" aria-hidden="true">
      <path d="M1 2h2v2h1V2h2v12H1z" />
      <path d="M14 12h2v2h-2z" />
      {decks[position]}
    </svg>
  );
}
