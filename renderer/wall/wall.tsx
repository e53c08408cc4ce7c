import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp, useWindow } from '../state/window-context.tsx';
import { useBoxSize } from '../ui/use-box-size.ts';
import { terminalHealth, wallOrder } from '../view/terminal-health.ts';
import { wallGrid } from '../view/wall-grid.ts';
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
  const all = useApp((app) => app.terminals);
  const group = useWindow((state) => state.group);
  const onlyAgent = useWindow((state) => state.onlyAgent);
  const box = useRef<HTMLElement>(null);
  const size = useBoxSize(box);
  const ofAgent = onlyAgent === null ? all : all.filter(({ agentId }) => agentId === onlyAgent);
  const shown = wallOrder(ofAgent).filter((one) => group === 'all' || terminalHealth(one).group === group);
  const { columns, lines } = wallGrid(shown.length, { width: size.width - 32, height: size.height - 16 });
  return (
    <>
      <WallFilter terminals={ofAgent} />
      <section ref={box} aria-label={t('nav.terminals')} className="min-h-0 flex-1 scroll-quiet">
        {shown.length === 0 ? <p className="px-4 py-2 text-ink-3">{t('wall.none')}</p> : null}
        <div
          className="grid items-start gap-3 px-4 pb-4"
          style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}
        >
          {/* Sizes come with the first measure; a tile made before it would be made twice. */}
          {size.width > 0 ? shown.map((one) => <TerminalTile key={one.id} terminal={one} lines={lines} />) : null}
        </div>
      </section>
    </>
  );
}
