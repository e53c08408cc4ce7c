import { randomUUID } from 'node:crypto';
import type { Account, Asset, AssetNode } from '../assets/asset.ts';
import { parentKey } from '../assets/asset.ts';
import type { AssetTree } from '../assets/asset-tree.ts';
import type { Json } from '../http/json.ts';
import type { SiteSettings } from '../options.ts';
import { stableUuid } from '../stable-uuid.ts';

const CREATED = '2026/01/01 08:00:00 +0000';
const FAR_AWAY = '2096/01/01 00:00:00 +0000';
const CONNECTIVITY_LABELS = { ok: 'OK', err: 'Error', '-': 'Unknown' } as const;

/** The seven actions, labelled as measured live. */
const ACTIONS: { value: string; label: string }[] = [
  { value: 'connect', label: 'Connect (All protocols)' },
  { value: 'upload', label: 'Upload (RDP, SFTP)' },
  { value: 'download', label: 'Download (RDP, SFTP)' },
  { value: 'copy', label: 'Copy (RDP, VNC)' },
  { value: 'paste', label: 'Paste (RDP, VNC)' },
  { value: 'delete', label: 'Delete (SFTP)' },
  { value: 'share', label: 'Share (SSH)' },
];

/** Those that the site allows. */
export const actionsOf = ({ actions }: SiteSettings): { value: string; label: string }[] =>
  ACTIONS.filter(({ value }) => actions.includes(value));

/** A row of the permitted assets (protocol 5.3; `nodes[].name` is the plain name, measured). */
export function assetRow(asset: Asset, tree: AssetTree): { [key: string]: Json } {
  return {
    id: asset.id,
    name: asset.name,
    address: asset.address,
    zone: null,
    platform: { id: asset.platform.id, name: asset.platform.name },
    comment: asset.comment,
    org_id: asset.organisation.id,
    org_name: asset.organisation.name,
    is_active: asset.isActive,
    date_verified: null,
    date_created: CREATED,
    created_by: 'Administrator',
    connectivity: { value: asset.connectivity, label: CONNECTIVITY_LABELS[asset.connectivity] },
    nodes: tree.nodesOf(asset).map((node) => ({ id: node.id, name: node.name })),
    labels: [],
    category: asset.platform.category,
    type: asset.platform.type,
  };
}

/** The detail: the row, and what may be used on it. */
export function assetDetail(asset: Asset, tree: AssetTree, settings: SiteSettings): Json {
  return {
    ...assetRow(asset, tree),
    spec_info: {},
    permed_protocols: asset.protocols.map((protocol) => ({
      name: protocol.name,
      port: protocol.port,
      public: true,
      setting: protocol.name === 'sftp' ? { sftp_enabled: true, sftp_home: '/tmp' } : { console: false },
    })),
    permed_accounts: asset.accounts.map((account) => accountRow(account, settings)),
  };
}

function accountRow(account: Account, settings: SiteSettings): Json {
  const isVirtual = account.alias.startsWith('@');
  return {
    // Virtual accounts get a new id at each call: the alias is their identity (protocol 5.3).
    id: isVirtual ? randomUUID() : account.alias,
    alias: account.alias,
    name: account.name,
    username: account.username,
    has_username: !isVirtual,
    has_secret: account.hasSecret,
    secret_type: 'password',
    actions: actionsOf(settings),
    date_expired: FAR_AWAY,
  };
}

export function nodeRow(node: AssetNode, tree: AssetTree): Json {
  return {
    id: node.id,
    key: node.key,
    value: node.name,
    name: node.name,
    full_value: node.fullName,
    org_id: node.organisation.id,
    assets_amount: tree.allAssets(node).length,
  };
}

/** A node as a tree item: its id is the key, the UUID is in `meta.data.id` (protocol 5.4). */
export function nodeTreeItem(node: AssetNode, tree: AssetTree): Json {
  return {
    id: node.key,
    name: `${node.name} (${tree.allAssets(node).length})`,
    title: node.name,
    pId: parentKey(node.key),
    isParent: true,
    open: node.key === '1',
    meta: { type: 'node', data: { id: node.id, key: node.key, value: node.name } },
  };
}

export function specialTreeItem(key: 'favorite' | 'ungrouped', name: string, amount: number): Json {
  return {
    id: key,
    name: `${name} (${amount})`,
    title: name,
    pId: '',
    isParent: true,
    open: false,
    meta: { type: 'node', data: { id: stableUuid(`special ${key}`), key, value: name } },
  };
}

export function assetTreeItem(asset: Asset, parent: string): Json {
  return {
    id: asset.id,
    name: asset.name,
    title: asset.comment === '' ? asset.address : `${asset.address}\n${asset.comment}`,
    pId: parent,
    isParent: false,
    open: false,
    iconSkin: asset.platform.type.value,
    chkDisabled: !asset.isActive,
    meta: {
      type: 'asset',
      data: {
        platform_type: asset.platform.type.value,
        org_name: asset.organisation.name,
        sftp: asset.protocols.some((protocol) => protocol.name === 'sftp'),
        name: asset.name,
        address: asset.address,
      },
    },
  };
}
