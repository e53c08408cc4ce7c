import type { Asset } from '../assets/asset.ts';
import type { AssetTree } from '../assets/asset-tree.ts';

/** The filters of the permitted-asset lists (protocol 5.3). What is not named here is ignored in silence. */
export function selectAssets(assets: readonly Asset[], query: URLSearchParams): Asset[] {
  return sorted(
    assets.filter((asset) => matches(asset, query)),
    query.get('order'),
  );
}

/** `node_id` finds nothing before the user's permission tree was built (measured live). */
export function onNode(assets: readonly Asset[], nodeId: string, tree: AssetTree, treeBuilt: boolean): Asset[] {
  const node = tree.node(nodeId);
  if (!treeBuilt || node === undefined) return [];
  const allowed = new Set(tree.allAssets(node));
  return assets.filter((asset) => allowed.has(asset));
}

function matches(asset: Asset, query: URLSearchParams): boolean {
  const equal = (name: string, values: string[]) => {
    const wanted = query.get(name);
    return wanted === null || wanted === '' || values.includes(wanted);
  };
  const ids = (query.get('id') ?? '').split(',').filter((id) => id !== '');
  const isActive = query.get('is_active');
  return (
    (ids.length === 0 || ids.includes(asset.id)) &&
    equal('name', [asset.name]) &&
    equal('address', [asset.address]) &&
    equal('comment', [asset.comment]) &&
    equal('platform', [asset.platform.name, String(asset.platform.id)]) &&
    equal('type', [asset.platform.type.value]) &&
    equal('category', [asset.platform.category.value]) &&
    equal(
      'protocols',
      asset.protocols.map((protocol) => protocol.name),
    ) &&
    (isActive === null || isActive === '' || /^(1|true)$/i.test(isActive) === asset.isActive) &&
    found(asset, query.get('search') ?? query.get('q') ?? '')
  );
}

/** Each word must occur in the name, the address or the comment. */
function found(asset: Asset, search: string): boolean {
  const text = `${asset.name}\n${asset.address}\n${asset.comment}`.toLowerCase();
  return search
    .toLowerCase()
    .split(/[\s,]+/)
    .every((word) => text.includes(word));
}

function sorted(assets: Asset[], order: string | null): Asset[] {
  const [, minus, field] = /^(-?)(name|address|connectivity|date_updated)$/.exec(order ?? 'name') ?? ['', '', 'name'];
  const key = (asset: Asset) => {
    if (field === 'address') return asset.address;
    return field === 'connectivity' ? asset.connectivity : asset.name;
  };
  const sign = minus === '-' ? -1 : 1;
  return assets.toSorted((a, b) => sign * (compare(key(a), key(b)) || compare(a.id, b.id)));
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
