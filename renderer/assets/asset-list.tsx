import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { classNames } from '../ui/class-names.ts';
import { MiddleName } from '../ui/middle-name.tsx';
import type { AssetPages } from './use-asset-pages.ts';

const ROW = 32;

interface AssetListProps {
  readonly pages: AssetPages;
  readonly chosen: string | null;
  onChoose(assetId: string): void;
}

const columns = 'grid grid-cols-[minmax(0,3fr)_minmax(0,2fr)_minmax(0,1.2fr)_minmax(0,3fr)] items-center gap-x-4 px-3';

/** All assets that match, however many: rows are asked for as they come into sight. Arrow keys walk them. */
export function AssetList({ pages: { found, stale, need }, chosen, onChoose }: AssetListProps) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  const total = found?.total ?? 0;
  const rows = useVirtualizer({
    count: total,
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
    overscan: 8,
  });
  const shown = rows.getVirtualItems();
  const [first, last] = [shown[0]?.index ?? 0, shown.at(-1)?.index ?? 0];
  useEffect(() => {
    if (total > 0 && !stale) need(first, last);
  }, [need, first, last, total, stale]);
  const at = found === null ? -1 : ([...found.rows].find(([, { id }]) => id === chosen)?.[0] ?? -1);
  const walk = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -total, End: total }[event.key];
    if (step === undefined || total === 0) return;
    event.preventDefault();
    const next = Math.min(total - 1, Math.max(0, at + step));
    const asset = found?.rows.get(next);
    rows.scrollToIndex(next);
    if (asset) onChoose(asset.id);
  };
  return (
    <div className="mx-4 mb-4 flex min-h-0 min-w-0 flex-1 flex-col rounded-card border border-line bg-card">
      <div aria-hidden="true" className={`${columns} h-8 shrink-0 border-b border-line text-small text-ink-3`}>
        <span>{t('assets.name')}</span>
        <span>{t('assets.address')}</span>
        <span>{t('assets.platform')}</span>
        <span>{t('assets.nodes')}</span>
      </div>
      <div
        ref={box}
        role="listbox"
        aria-label={t('nav.assets')}
        aria-activedescendant={at < 0 ? undefined : `asset-${at}`}
        tabIndex={0}
        onKeyDown={walk}
        className={classNames(
          'min-h-0 flex-1 scroll-quiet rounded-b-card outline-offset-[-2px]',
          stale && 'opacity-60',
        )}
      >
        <div className="relative" style={{ height: rows.getTotalSize() }}>
          {shown.map(({ index, start }) => {
            const asset = found?.rows.get(index);
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the list around it has the keys
              <div
                key={index}
                id={`asset-${index}`}
                role="option"
                tabIndex={-1}
                aria-selected={asset?.id === chosen}
                aria-posinset={index + 1}
                aria-setsize={total}
                onClick={() => asset && onChoose(asset.id)}
                className={classNames(
                  columns,
                  'absolute inset-x-0 h-8 border-line not-first:border-t aria-selected:bg-hover',
                  asset?.isActive === false ? 'text-ink-3' : '',
                )}
                style={{ transform: `translateY(${start}px)` }}
              >
                {asset ? (
                  <>
                    <span className="flex min-w-0 items-center gap-2 font-medium">
                      <MiddleName name={asset.name} />
                      {asset.isActive ? null : (
                        <span className="shrink-0 text-small font-normal">{t('assets.inactive')}</span>
                      )}
                    </span>
                    <span className="truncate text-ink-2" title={asset.address}>
                      {asset.address}
                    </span>
                    <span className="truncate text-ink-2">{asset.platform}</span>
                    <span className="truncate text-ink-3" title={asset.nodes.join('\n')}>
                      {asset.nodes.join(', ')}
                    </span>
                  </>
                ) : (
                  <span className="h-2 w-2/3 rounded-control bg-hover" />
                )}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}
