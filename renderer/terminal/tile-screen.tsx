import { memo, useCallback, useEffect, useRef, useSyncExternalStore } from 'react';
import type { TileLines } from '../../preload/contract-wall.ts';
import { useParts } from '../state/window-context.tsx';
import { classNames } from '../ui/class-names.ts';
import { tileColours } from './terminal-theme.ts';

/** Height of a line on a tile, in px (view/wall-grid.ts counts with it). */
const LINE = 18;

interface TileScreenProps {
  readonly terminalId: string;
  /** Whole lines shown. */
  readonly lines: number;
  readonly ended: boolean;
}

/** A picture of the last lines of a terminal, live while it can be seen. Plain text in a few looks: an xterm.js a tile would cost a megabyte each. */
export function TileScreen({ terminalId, lines, ended }: TileScreenProps) {
  const { tiles } = useParts();
  const box = useRef<HTMLDivElement>(null);
  const shown = useSyncExternalStore(
    useCallback((listener) => tiles.open(terminalId, listener), [tiles, terminalId]),
    useCallback(() => tiles.of(terminalId), [tiles, terminalId]),
  );
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    // A tile is read a little before it is scrolled into view.
    const observer = new IntersectionObserver(
      (entries) => tiles.inView(terminalId, entries.at(-1)?.isIntersecting ?? false),
      {
        rootMargin: '120px',
      },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [tiles, terminalId]);
  const from = Math.max(0, (shown?.lines.length ?? 0) - lines);
  return (
    <div
      ref={box}
      data-testid="tile-lines"
      aria-hidden="true"
      className="mono relative overflow-hidden whitespace-pre [contain:strict] [mask-image:linear-gradient(to_right,#000_calc(100%-40px),transparent_calc(100%-6px))]"
      style={{ height: lines * LINE, lineHeight: `${LINE}px` }}
    >
      {/* A line keeps its place in the picture, not its text: the index is its key. */}
      {shown?.lines.slice(from).map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows of a screen
        <Line key={index} pieces={line} />
      ))}
      {shown?.cursor && shown.cursor.line >= from && !ended ? (
        <span
          className="absolute left-0 h-4 w-[1ch] outline outline-current/70 -outline-offset-1"
          style={{ top: (shown.cursor.line - from) * LINE + 1, transform: `translateX(${shown.cursor.column}ch)` }}
        />
      ) : null}
    </div>
  );
}

type Pieces = TileLines['lines'][number];

/** Drawn again only when its text has changed: most of a screen stands still. */
const Line = memo(
  function Line({ pieces }: { readonly pieces: Pieces }) {
    return (
      // The order is the terminal's: no character of a server turns a line around.
      <div className="[unicode-bidi:bidi-override]" style={{ height: LINE }}>
        {pieces.map((piece, index) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: stretches of a line
            key={index}
            className={classNames(
              piece.bold && 'font-semibold',
              piece.dim && 'text-ink-3',
              piece.inverse && 'bg-ink text-term',
            )}
            style={piece.colour === undefined || piece.inverse ? undefined : { color: tileColours[piece.colour] }}
          >
            {piece.text}
          </span>
        ))}
      </div>
    );
  },
  (a, b) => sameLine(a.pieces, b.pieces),
);

function sameLine(a: Pieces, b: Pieces): boolean {
  return (
    a.length === b.length &&
    a.every((piece, index) => {
      const other = b[index];
      return (
        piece.text === other?.text &&
        piece.colour === other.colour &&
        piece.bold === other.bold &&
        piece.dim === other.dim &&
        piece.inverse === other.inverse
      );
    })
  );
}
