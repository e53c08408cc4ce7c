import type { AssetPage, AssetQuery } from '../jumpserver/rest-client-port.ts';
import type { RecentAsset } from '../settings/recent-asset.ts';
import type { TerminalService } from '../terminals/terminal-service.ts';

/** Of each site. */
const KEPT = 20;

export interface RecentAssetsPorts {
  readonly terminals: Pick<TerminalService, 'on'>;
  readonly stored: () => readonly RecentAsset[];
  readonly store: (assets: readonly RecentAsset[]) => void;
}

/** The assets on which terminals were opened last, newest first: the person's and the agents'. */
export class RecentAssets {
  readonly #ports: RecentAssetsPorts;
  readonly #seen = new Set<string>();
  readonly #off: readonly (() => void)[];

  constructor(ports: RecentAssetsPorts) {
    this.#ports = ports;
    this.#off = [
      ports.terminals.on('changed', ({ id, state, target }) => {
        if (state.kind === 'opening' || state.kind === 'closed' || this.#seen.has(id)) return;
        this.#seen.add(id);
        const { asset, siteId } = target;
        this.#add({ siteId, id: asset.id, name: asset.name, address: asset.address, platform: asset.type });
      }),
      ports.terminals.on('removed', ({ id }) => this.#seen.delete(id)),
    ];
  }

  /** What of them matches, as a list of the site would give it. */
  page(siteId: string, { search = '', limit, offset }: AssetQuery): AssetPage {
    const wanted = search.toLowerCase();
    const found = this.#ports
      .stored()
      .filter((one) => one.siteId === siteId && `${one.name} ${one.address}`.toLowerCase().includes(wanted));
    const assets = found.slice(offset, offset + limit).map(({ siteId: _, platform, ...asset }) => ({
      ...{ ...asset, platform, type: platform },
      ...{ category: '', nodes: [], isActive: true, comment: '' },
    }));
    return { total: found.length, assets };
  }

  dispose(): void {
    for (const off of this.#off) off();
  }

  #add(asset: RecentAsset): void {
    const { stored, store } = this.#ports;
    const known = stored();
    const [first] = known;
    if (first?.id === asset.id && first.siteId === asset.siteId) return;
    const others = known.filter(({ id, siteId }) => id !== asset.id || siteId !== asset.siteId);
    const ofSite = others.filter(({ siteId }) => siteId === asset.siteId).slice(0, KEPT - 1);
    store([asset, ...ofSite, ...others.filter(({ siteId }) => siteId !== asset.siteId)]);
  }
}
