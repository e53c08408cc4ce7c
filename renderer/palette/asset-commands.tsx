import { Command, useCommandState } from 'cmdk';
import { Server } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Answer } from '../../preload/contract.ts';
import { useApp, useParts, useWindow } from '../state/window-context.tsx';
import { readable } from '../view/durable-key.ts';
import { PaletteItem } from './palette-item.tsx';

const PAUSE_MS = 200;
const SHOWN = 8;

type Asset = Extract<Answer<'assets.list'>, { ok: true }>['assets'][number];
interface Found {
  readonly asset: Asset;
  readonly siteId: string;
  readonly siteName: string;
}

interface AssetCommandsProps {
  readonly search: string;
  /** They come after the others: where nothing else matches, the first is taken by Enter. */
  onFirst(id: string): void;
  onDone(): void;
}

const idOf = ({ asset }: Found): string => `asset ${asset.name} ${asset.id}`;

/** Assets of all sites that can be read, as the sites themselves find them. */
export function AssetCommands({ search, onFirst, onDone }: AssetCommandsProps) {
  const { t } = useTranslation();
  const { api } = useParts();
  const sites = useApp((app) => app.sites);
  const showAsset = useWindow((state) => state.showAsset);
  const [found, setFound] = useState<readonly Found[]>([]);
  const ids = sites
    .filter(readable)
    .map(({ id }) => id)
    .join(' ');
  const wanted = search.trim();
  useEffect(() => {
    if (wanted.length < 2 || ids === '') {
      setFound([]);
      return;
    }
    let stale = false;
    const look = async (siteId: string): Promise<readonly Found[]> => {
      // One site that does not answer takes nothing from the others; its page says why.
      const answer = await api
        .ask('assets.list', { siteId, group: { kind: 'all' }, search: wanted, offset: 0 })
        .catch(() => null);
      if (!answer?.ok) return [];
      const siteName = sites.find(({ id }) => id === siteId)?.name ?? '';
      return answer.assets.slice(0, SHOWN).map((asset) => ({ asset, siteId, siteName }));
    };
    const timer = setTimeout(async () => {
      const all = await Promise.all(ids.split(' ').map(look));
      if (!stale) setFound(all.flat());
    }, PAUSE_MS);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [api, wanted, ids, sites]);
  const shown = useCommandState(({ filtered }) => filtered.count);
  useEffect(() => {
    const [first] = found;
    if (first && shown <= found.length) onFirst(idOf(first));
  }, [found, shown, onFirst]);
  if (found.length === 0) return null;
  return (
    <Command.Group heading={t('palette.assets')} forceMount>
      {found.map(({ asset, siteId, siteName }) => (
        <PaletteItem
          key={asset.id}
          id={idOf({ asset, siteId, siteName })}
          words={[asset.name, asset.address, wanted]}
          icon={<Server size={16} />}
          note={`${asset.address} · ${siteName}`}
          onSelect={() => {
            onDone();
            showAsset(siteId, asset.id);
          }}
        >
          {asset.name}
        </PaletteItem>
      ))}
    </Command.Group>
  );
}
