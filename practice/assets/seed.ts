import { DEFAULT_ORG, type Organisation } from '../organisations.ts';
import { stableUuid } from '../stable-uuid.ts';
import type { Account, Asset, AssetNode, PlatformKind } from './asset.ts';
import { AssetTree } from './asset-tree.ts';
import { LINUX, protocolsOf } from './platforms.ts';
import { RACKS, SINGLES, STRANGE_NAMES } from './seed-plan.ts';

/**
 * The seeded company: about 330 assets on a tree of several levels, with ids that never change, `more` in a store, and a few in
 * another organisation, one of them under a name that the first has too.
 */
export function seedAssets(more = 0, other?: Organisation): AssetTree {
  const nodes = new NodeBuilder(DEFAULT_ORG);
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
  const others = other === undefined ? [] : seedOther(other, assets);
  return new AssetTree([...nodes.all, ...others], assets);
}

/** Adds its assets, and returns its nodes. */
function seedOther(other: Organisation, assets: Asset[]): readonly AssetNode[] {
  const nodes = new NodeBuilder(other, other.name, '2');
  for (const [at, name] of ['lab-bash', 'other-01', 'other-02'].entries())
    assets.push({
      ...blank(`${other.name}/${name}`, LINUX),
      ...{ organisation: other, name, address: `10.20.0.${at + 1}`, nodeIds: [nodes.at('Servers').id] },
    });
  return nodes.all;
}

function blank(path: string, platform: PlatformKind): Asset {
  return {
    id: stableUuid(`asset ${path}`),
    organisation: DEFAULT_ORG,
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
  readonly all: AssetNode[];
  readonly #children = new Map<string, number>();

  constructor(organisation: Organisation, name = 'Practice', key = '1') {
    this.all = [{ id: stableUuid(`node ${name}`), organisation, key, name, fullName: `/${name}` }];
  }

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
    const { organisation } = parent;
    const node = { id: stableUuid(`node ${fullName}`), organisation, key: `${parent.key}:${number}`, name, fullName };
    this.all.push(node);
    return node;
  }
}
