import { stableUuid } from '../stable-uuid.ts';
import type { Account, Asset, AssetNode, PlatformKind } from './asset.ts';
import { AssetTree } from './asset-tree.ts';
import { LINUX, protocolsOf } from './platforms.ts';
import { RACKS, SINGLES, STRANGE_NAMES } from './seed-plan.ts';

/** The seeded company: about 330 assets on a tree of several levels, with ids that never change, and `more` in a store. */
export function seedAssets(more = 0): AssetTree {
  const nodes = new NodeBuilder();
  const assets: Asset[] = [];
  for (const rack of RACKS) {
    const node = nodes.at(rack.node);
    for (let number = 1; number <= rack.count; number += 1) {
      const platform = rack.platform ?? LINUX;
      const name = `${rack.prefix}-${String(number).padStart(2, '0')}`;
      assets.push({
        ...blank(`${rack.node}/${name}`, platform),
        name,
        address: `${rack.network}.${number + 10}`,
        comment: rack.comment ?? '',
        nodeIds: [node.id],
        isActive: rack.inactiveEvery === undefined || number % rack.inactiveEvery !== 0,
        connectivity: number % 7 === 0 ? '-' : 'ok',
        shell: rack.shell ?? 'bash',
      });
    }
  }
  for (const single of SINGLES) {
    const nodeIds = [nodes.at(single.node).id];
    if (single.alsoOn !== undefined) nodeIds.push(nodes.at(single.alsoOn).id);
    assets.push({
      ...blank(`${single.node}/${single.name}`, single.platform ?? LINUX),
      name: single.name,
      address: single.address,
      comment: single.comment ?? '',
      nodeIds,
      shell: single.shell ?? 'bash',
    });
  }
  for (let number = 1; number <= more; number += 1) {
    const name = STRANGE_NAMES[number - 1] ?? `store-${String(number).padStart(4, '0')}`;
    assets.push({
      ...blank(`Store/${name}`, LINUX),
      name,
      address: `10.8.${Math.floor(number / 250)}.${(number % 250) + 1}`,
      nodeIds: [nodes.at('Store').id],
    });
  }
  return new AssetTree(nodes.all, assets);
}

function blank(path: string, platform: PlatformKind): Asset {
  return {
    id: stableUuid(`asset ${path}`),
    name: '',
    address: '',
    comment: '',
    platform,
    protocols: protocolsOf(platform),
    accounts: accountsOf(path, platform),
    nodeIds: [],
    isActive: true,
    connectivity: 'ok',
    shell: 'bash',
  };
}

function accountsOf(path: string, platform: PlatformKind): Account[] {
  const stored = (username: string, hasSecret = true): Account => ({
    alias: stableUuid(`account ${path} ${username}`),
    name: username,
    username,
    hasSecret,
  });
  if (platform.category.value === 'device') return [stored('admin')];
  if (platform !== LINUX) return [stored(platform.type.value === 'mysql' ? 'app' : 'Administrator')];
  const accounts = [stored('root'), stored('deploy'), stored('ops')];
  // Database hosts have an account whose password nobody stored: the terminal asks for it (protocol 7.6).
  if (path.includes('Database')) accounts.push(stored('dba', false));
  return [...accounts, { alias: '@INPUT', name: 'Manual input', username: '@INPUT', hasSecret: false }];
}

class NodeBuilder {
  readonly all: AssetNode[] = [{ id: stableUuid('node Practice'), key: '1', name: 'Practice', fullName: '/Practice' }];
  readonly #children = new Map<string, number>();

  at(path: string): AssetNode {
    let node = this.#root();
    for (const name of path.split('/')) node = this.#child(node, name);
    return node;
  }

  #root(): AssetNode {
    const [root] = this.all;
    if (root === undefined) throw new Error('the tree has a root');
    return root;
  }

  #child(parent: AssetNode, name: string): AssetNode {
    const fullName = `${parent.fullName}/${name}`;
    const known = this.all.find((node) => node.fullName === fullName);
    if (known !== undefined) return known;
    const number = (this.#children.get(parent.key) ?? 0) + 1;
    this.#children.set(parent.key, number);
    const node = { id: stableUuid(`node ${fullName}`), key: `${parent.key}:${number}`, name, fullName };
    this.all.push(node);
    return node;
  }
}
