import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp, useParts, useWindow } from '../state/window-context.tsx';
import { useBoxSize } from '../ui/use-box-size.ts';
import { terminalHealth, wallOrder } from '../view/terminal-health.ts';
import { nextTile, wallGrid } from '../view/wall-grid.ts';
import { EmptyWall } from './empty-wall.tsx';
import { TerminalTile } from './terminal-tile.tsx';
import { WallFilter } from './wall-filter.tsx';

export function Wall() {
  const empty = useApp((app) => app.terminals.length === 0);
  return empty ? <EmptyWall /> : <Tiles />;
}

/** Every terminal at once: those that need the person first, the ended last. Apart from Wall, because it measures its box when it appears. */
function Tiles() {
  const { t } = useTranslation();
  const { tiles } = useParts();
  const all = useApp((app) => app.terminals);
  const group = useWindow((state) => state.group);
  const onlyAgent = useWindow((state) => state.onlyAgent);
  const onlySite = useWindow((state) => state.onlySite);
  const lastFocused = useWindow((state) => state.lastFocused);
  const [reached, setReached] = useState(lastFocused);
  const box = useRef<HTMLElement>(null);
  const size = useBoxSize(box);
  const ofWhom = all.filter(
    ({ agentId, siteId }) =>
      (onlyAgent === null || agentId === onlyAgent) && (onlySite === null || siteId === onlySite),
  );
  const shown = wallOrder(ofWhom).filter((one) => group === 'all' || terminalHealth(one).group === group);
  const { columns, lines } = wallGrid(shown.length, { width: size.width - 32, height: size.height - 16 });
  const reachable = shown.some(({ id }) => id === reached) ? reached : shown[0]?.id;
  const measured = size.width > 0;

  useEffect(() => {
    tiles.lines = lines;
  }, [tiles, lines]);

  // Back from the terminal at full size the keyboard is where it was.
  useEffect(() => {
    if (measured && lastFocused !== null && document.activeElement === document.body)
      opener(box.current, lastFocused)?.focus();
  }, [measured, lastFocused]);

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const from = event.target instanceof HTMLElement ? event.target.dataset['open'] : undefined;
    if (from === undefined || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const index = shown.findIndex(({ id }) => id === from);
    const to = nextTile(event.key, index, shown.length, columns);
    const next = to === null ? undefined : shown[to];
    if (!next) return;
    event.preventDefault();
    setReached(next.id);
    opener(box.current, next.id)?.focus();
  };

  return (
    <>
      <WallFilter terminals={ofWhom} />
      <section
        ref={box}
        aria-label={t('nav.terminals')}
        className="min-h-0 flex-1 scroll-quiet"
        onKeyDown={onKeyDown}
        onFocus={({ target }) => {
          const id = target instanceof HTMLElement ? target.dataset['open'] : undefined;
          if (id !== undefined) setReached(id);
        }}
      >
        {shown.length === 0 ? <p className="px-4 py-2 text-ink-3">{t('wall.none')}</p> : null}
        <div
          className="grid items-start gap-3 px-4 pb-4"
          style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}
        >
          {/* Sizes come with the first measure; a tile made before it would be made twice. */}
          {measured
            ? shown.map((one) => (
                <TerminalTile key={one.id} terminal={one} lines={lines} reachable={one.id === reachable} />
              ))
            : null}
        </div>
      </section>
    </>
  );
}

function opener(box: HTMLElement | null, terminalId: string): HTMLElement | null {
  return box?.querySelector<HTMLElement>(`[data-open="${CSS.escape(terminalId)}"]`) ?? null;
}
