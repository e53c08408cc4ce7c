import type { Organisation } from '../organisations.ts';
import { type Asset, type AssetNode, parentKey } from './asset.ts';

/** The permitted assets and their nodes. Everybody on the practice site may use all of them. */
export class AssetTree {
  readonly nodes: readonly AssetNode[];
  readonly assets: readonly Asset[];
  readonly #assetById: ReadonlyMap<string, Asset>;
  readonly #nodeById: ReadonlyMap<string, AssetNode>;

  constructor(nodes: readonly AssetNode[], assets: readonly Asset[]) {
    this.nodes = nodes;
    this.assets = assets;
    this.#assetById = new Map(assets.map((asset) => [asset.id, asset]));
    this.#nodeById = new Map(nodes.map((node) => [node.id, node]));
  }

  /** What is seen from an organisation: its own, and from root everything. */
  within({ id, is_root }: Organisation): AssetTree {
    if (is_root) return this;
    const own = ({ organisation }: { readonly organisation: Organisation }) => organisation.id === id;
    return new AssetTree(this.nodes.filter(own), this.assets.filter(own));
  }

  asset(id: string): Asset | undefined {
    return this.#assetById.get(id.toLowerCase());
  }

  node(id: string): AssetNode | undefined {
    return this.#nodeById.get(id.toLowerCase());
  }

  nodeByKey(key: string): AssetNode | undefined {
    return this.nodes.find((node) => node.key === key);
  }

  children(key: string): AssetNode[] {
    return this.nodes.filter((node) => parentKey(node.key) === key);
  }

  /** Assets that stand on the node itself. */
  directAssets(node: AssetNode): Asset[] {
    return this.assets.filter((asset) => asset.nodeIds.includes(node.id));
  }

  /** Assets of the node and of everything below it, each once. */
  allAssets(node: AssetNode): Asset[] {
    const ids = new Set(
      this.nodes.filter((one) => one.key === node.key || one.key.startsWith(`${node.key}:`)).map((one) => one.id),
    );
    return this.assets.filter((asset) => asset.nodeIds.some((id) => ids.has(id)));
  }

  nodesOf(asset: Asset): AssetNode[] {
    return asset.nodeIds.flatMap((id) => this.node(id) ?? []);
  }
}
