import type { AssetNode } from '../assets/asset.ts';
import type { Json } from '../http/json.ts';
import { json, type Reply } from '../http/reply.ts';
import type { Route } from '../http/route.ts';
import type { Visit } from '../http/visit.ts';
import { assetDetail, assetRow, assetTreeItem, nodeRow, nodeTreeItem, specialTreeItem } from './asset-json.ts';
import { onNode, selectAssets } from './asset-query.ts';
import { assetsHere } from './current-organisation.ts';
import { listReply } from './pagination.ts';
import { doesNotExist } from './rest-errors.ts';

/** The assets and nodes that the person may use, under `perms/users/self|my/` (protocol 5.3 and 5.4). */
export function permittedAssetRoutes(): Route[] {
  return ['self', 'my'].flatMap((who) => {
    const get = (path: string, handler: (visit: Visit, params: Record<string, string>) => Reply): Route => ({
      path: `/api/v1/perms/users/${who}/${path}`,
      access: 'signed-in',
      methods: { GET: handler },
    });
    return [
      get('assets/', listAssets),
      get('assets/tree/', (visit) =>
        json(
          200,
          selectAssets(assetsHere(visit).assets, visit.request.query)
            .slice(0, 999)
            .map((asset) => assetTreeItem(asset, '')),
        ),
      ),
      get('assets/:id/', (visit, { id = '' }) => {
        const asset = assetsHere(visit).asset(id);
        return asset === undefined
          ? doesNotExist('Asset')
          : json(200, assetDetail(asset, assetsHere(visit), visit.site.settings));
      }),
      get('nodes/', (visit) =>
        listReply(
          visit.request,
          assetsHere(visit).nodes.map((node) => nodeRow(node, assetsHere(visit))),
        ),
      ),
      get('nodes/tree/', (visit) => json(200, wholeTree(visit))),
      get('nodes/children/', (visit) =>
        json(
          200,
          childrenOf(visit).map((node) => nodeRow(node, assetsHere(visit))),
        ),
      ),
      get('nodes/children/tree/', (visit) => {
        const roots = visit.request.query.get('key') ? [] : specials(visit);
        build(visit);
        return json(200, [...roots, ...childrenOf(visit).map((node) => nodeTreeItem(node, assetsHere(visit)))]);
      }),
      get('nodes/children-with-assets/tree/', childrenWithAssets),
      get('nodes/favorite/assets/', (visit) => rows(visit, favoriteIds(visit))),
      get('nodes/ungrouped/assets/', (visit) => rows(visit, new Set())),
      get('nodes/:id/assets/', nodeAssets),
    ];
  });
}

function listAssets(visit: Visit): Reply {
  const assets = assetsHere(visit);
  const selected = selectAssets(assets.assets, visit.request.query);
  const nodeId = visit.request.query.get('node_id');
  const shown = nodeId ? onNode(selected, nodeId, assets, isBuilt(visit)) : selected;
  // With `node_id` the count stays the total of all assets and `next` points past the end (measured live).
  return listReply(
    visit.request,
    shown.map((asset) => assetRow(asset, assets)),
    selected.length,
  );
}

function nodeAssets(visit: Visit, { id = '' }: Record<string, string>): Reply {
  const assets = assetsHere(visit);
  const node = assets.node(id);
  if (node === undefined) return doesNotExist('Node');
  const found = visit.request.query.get('all') === '1' ? assets.allAssets(node) : assets.directAssets(node);
  return rows(visit, isBuilt(visit) ? new Set(found.map((asset) => asset.id)) : new Set());
}

function rows(visit: Visit, ids: ReadonlySet<string>): Reply {
  const chosen = assetsHere(visit).assets.filter((asset) => ids.has(asset.id));
  return listReply(
    visit.request,
    selectAssets(chosen, visit.request.query).map((asset) => assetRow(asset, assetsHere(visit))),
  );
}

function childrenWithAssets(visit: Visit): Reply {
  build(visit);
  const assets = assetsHere(visit);
  const byId = assets.node(visit.request.query.get('id') ?? '');
  const key = byId?.key ?? visit.request.query.get('key') ?? '';
  if (key === 'favorite') {
    const ids = favoriteIds(visit);
    return json(
      200,
      assets.assets.filter((asset) => ids.has(asset.id)).map((asset) => assetTreeItem(asset, 'favorite')),
    );
  }
  const node = assets.nodeByKey(key);
  const nodes = assets.children(key).map((child) => nodeTreeItem(child, assets));
  if (node === undefined) return json(200, [...specials(visit), ...nodes]);
  const inside = selectAssets(assets.directAssets(node), new URLSearchParams());
  return json(200, [...nodes, ...inside.map((asset) => assetTreeItem(asset, node.key))]);
}

function wholeTree(visit: Visit): Json[] {
  build(visit);
  return [...specials(visit), ...assetsHere(visit).nodes.map((node) => nodeTreeItem(node, assetsHere(visit)))];
}

function childrenOf(visit: Visit): AssetNode[] {
  const { query } = visit.request;
  const key = assetsHere(visit).node(query.get('id') ?? '')?.key ?? query.get('key') ?? '';
  return assetsHere(visit).children(key);
}

function specials(visit: Visit): Json[] {
  return [specialTreeItem('favorite', 'Favorite', favoriteIds(visit).size)];
}

function favoriteIds(visit: Visit): ReadonlySet<string> {
  return visit.site.favorites.get(visit.user?.id ?? '') ?? new Set();
}

/** A tree call builds the person's permission tree; `node_id` works from then on. */
function build(visit: Visit): void {
  if (visit.user !== undefined) visit.site.builtTrees.add(visit.user.id);
}

function isBuilt(visit: Visit): boolean {
  return visit.user !== undefined && visit.site.builtTrees.has(visit.user.id);
}
