import type { Organisation } from '../organisations.ts';

/** Which real shell stands behind an asset. */
export type ShellKind = 'bash' | 'dash' | 'zsh' | 'busybox' | 'fish' | 'ksh' | 'mksh' | 'tcsh' | 'sqlite';

/** A command line that is no shell: it has no exit codes and cannot be told to mark its prompts. */
export type DeviceKind = 'switch' | 'menu';

export interface Account {
  /** UUID, or `@INPUT`: what a token names (protocol 5.3). */
  alias: string;
  name: string;
  username: string;
  hasSecret: boolean;
}

export interface Protocol {
  name: string;
  port: number;
}

export interface PlatformKind {
  id: number;
  name: string;
  category: { value: string; label: string };
  type: { value: string; label: string };
}

export interface Asset {
  id: string;
  /** An asset belongs to one (protocol 4.5). */
  organisation: Organisation;
  name: string;
  address: string;
  comment: string;
  platform: PlatformKind;
  protocols: Protocol[];
  accounts: Account[];
  nodeIds: string[];
  isActive: boolean;
  connectivity: 'ok' | 'err' | '-';
  shell: ShellKind | DeviceKind;
}

/** A node of the asset tree; its key is a path like `1:2:3`, and trees use the key as id (protocol 5.4). */
export interface AssetNode {
  id: string;
  organisation: Organisation;
  key: string;
  name: string;
  fullName: string;
}

export function parentKey(key: string): string {
  return key.includes(':') ? key.slice(0, key.lastIndexOf(':')) : '';
}
