import type { z } from 'zod';
import type { ActionResult, channels } from '../../preload/contract.ts';
import type { AssetGroup, assetChannels } from '../../preload/contract-assets.ts';
import type { AssetPage, AssetQuery } from '../jumpserver/rest-client-port.ts';
import type { SitesPort } from '../sites/sites-port.ts';
import type { TerminalTarget } from '../terminals/terminal-model.ts';
import type { TerminalService } from '../terminals/terminal-service.ts';
import type { RecentAssets } from './recent-assets.ts';

/** As long as a person looks at "opening" without asking themselves what is wrong. */
const OPEN_MS = 60_000;

/** As many rows as the window is given at once. */
const PAGE = 100;

type Channels = typeof assetChannels & Pick<typeof channels, 'assets.list'>;
type Problem = Extract<ActionResult, { ok: false }>;

export interface AssetActions {
  readonly sites: Pick<SitesPort, 'find'>;
  readonly terminals: Pick<TerminalService, 'open'>;
  readonly recent: Pick<RecentAssets, 'page'>;
  readonly target: (siteId: string, assetId: string, account: string, signal: AbortSignal) => Promise<TerminalTarget>;
}

/** An asset in full, and a terminal of the person's own on it. */
export function assetHandlers(
  { sites, terminals, recent, target }: AssetActions,
  problem: (error: unknown) => Problem,
): {
  readonly [C in keyof Channels]: (
    argument: z.infer<Channels[C]['argument']>,
  ) => Promise<z.infer<Channels[C]['answer']>>;
} {
  const page = (siteId: string, group: AssetGroup, query: AssetQuery): Promise<AssetPage> | AssetPage => {
    const { discovery } = sites.find(siteId);
    switch (group.kind) {
      case 'all':
        return discovery.assets(query);
      case 'favourites':
        return discovery.assets({ ...query, nodeId: 'favorite' });
      case 'node':
        return discovery.assets({ ...query, nodeId: group.id, recursive: true });
      case 'recent':
        return recent.page(siteId, query);
      default:
        return group satisfies never;
    }
  };
  const tried = async <Good>(work: () => Promise<Good>): Promise<Good | Problem> => work().catch(problem);
  return {
    'assets.list': ({ siteId, group, search, offset }) =>
      tried(async () => {
        const { total, assets } = await page(siteId, group, { limit: PAGE, offset, ...(search ? { search } : {}) });
        return {
          ok: true as const,
          total,
          assets: assets.map(({ id, name, address, platform, nodes, isActive }) => ({
            ...{ id, name, address, platform, isActive },
            nodes: [...nodes],
          })),
        };
      }),
    'assets.nodes': ({ siteId }) =>
      tried(async () => {
        const nodes = await sites.find(siteId).discovery.nodes();
        return {
          ok: true as const,
          nodes: nodes
            .filter(({ key }) => key !== 'favorite')
            .map(({ id, key, name, assetCount }) => ({ id, key, name, count: assetCount })),
        };
      }),
    'assets.favourites': ({ siteId }) =>
      tried(async () => ({ ok: true as const, ids: [...(await sites.find(siteId).discovery.favourites())] })),
    'asset.favourite': ({ siteId, assetId, on }) =>
      tried(async () => {
        await sites.find(siteId).rest.setFavourite(assetId, on);
        return { ok: true as const };
      }),
    'assets.detail': async ({ siteId, assetId }) => {
      try {
        const { accounts, protocols, category: _, ...asset } = await sites.find(siteId).discovery.asset(assetId);
        return {
          ok: true,
          asset: {
            ...asset,
            accounts: accounts.map(({ alias, name, username }) => ({ alias, name, username })),
            protocols: protocols.map(({ name, port }) => ({ name, port })),
          },
        };
      } catch (error) {
        return problem(error);
      }
    },
    'terminal.open-own': async ({ siteId, assetId, account }) => {
      const signal = AbortSignal.timeout(OPEN_MS);
      try {
        const where = await target(siteId, assetId, account, signal);
        const { id } = await terminals.open(where, { kind: 'person' }, signal);
        return { ok: true, terminalId: id };
      } catch (error) {
        return problem(error);
      }
    },
  };
}
