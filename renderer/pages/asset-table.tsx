import { useTranslation } from 'react-i18next';
import type { Answer } from '../../preload/contract.ts';
import { classNames } from '../ui/class-names.ts';
import { MiddleName } from '../ui/middle-name.tsx';
import { ScrollRegion } from '../ui/scroll-region.tsx';

type Asset = Extract<Answer<'assets.list'>, { ok: true }>['assets'][number];

const cell = 'h-8 min-w-0 px-3 text-left font-normal';

export function AssetTable({ assets }: { readonly assets: readonly Asset[] }) {
  const { t } = useTranslation();
  return (
    <ScrollRegion label={t('nav.assets')} className="mx-4 mb-4 min-h-0 shrink rounded-card border border-line bg-card">
      <table className="w-full table-fixed">
        <thead className="sticky top-0 z-1 bg-card text-small text-ink-3 shadow-[0_1px_0_var(--line)]">
          <tr>
            <th className={`${cell} w-[34%]`}>{t('assets.name')}</th>
            <th className={`${cell} w-[22%]`}>{t('assets.address')}</th>
            <th className={`${cell} w-[14%]`}>{t('assets.platform')}</th>
            <th className={cell}>{t('assets.nodes')}</th>
          </tr>
        </thead>
        <tbody>
          {assets.map((asset) => (
            <tr key={asset.id} className="border-line not-first:border-t">
              <td className={classNames(cell, 'selectable', asset.isActive ? 'font-medium' : 'text-ink-3')}>
                <span className="flex min-w-0 items-center gap-2">
                  <MiddleName name={asset.name} />
                  {asset.isActive ? null : <span className="shrink-0 text-small">{t('assets.inactive')}</span>}
                </span>
              </td>
              <td className={`${cell} truncate text-ink-2 selectable`} title={asset.address}>
                {asset.address}
              </td>
              <td className={`${cell} truncate text-ink-2`}>{asset.platform}</td>
              <td className={`${cell} truncate text-ink-3`} title={asset.nodes.join('\n')}>
                {asset.nodes.join(', ')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
