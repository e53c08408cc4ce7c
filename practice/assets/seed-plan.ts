import type { DeviceKind, PlatformKind, ShellKind } from './asset.ts';
import { APPLIANCE, MYSQL, SWITCH, WINDOWS } from './platforms.ts';

/** A run of equal machines: `web-01` … `web-60` on one node. */
export interface Rack {
  node: string;
  prefix: string;
  count: number;
  network: string;
  platform?: PlatformKind;
  shell?: ShellKind;
  comment?: string;
  /** Every nth machine is switched off. */
  inactiveEvery?: number;
}

/** What the practice company runs. The same in every start: no randomness. */
export const RACKS: Rack[] = [
  { node: 'Production/Web', prefix: 'web', count: 60, network: '10.1.1', comment: 'Public web front' },
  { node: 'Production/API', prefix: 'api', count: 50, network: '10.1.2', inactiveEvery: 25 },
  { node: 'Production/Cache', prefix: 'cache', count: 12, network: '10.1.3', comment: 'Redis' },
  { node: 'Production/Queue', prefix: 'queue', count: 12, network: '10.1.4', comment: 'RabbitMQ' },
  { node: 'Production/Database/Hosts', prefix: 'db', count: 20, network: '10.1.5', comment: 'PostgreSQL hosts' },
  { node: 'Production/Database/MySQL', prefix: 'mysql', count: 15, network: '10.1.6', platform: MYSQL },
  { node: 'Production/Batch', prefix: 'batch', count: 16, network: '10.1.7', inactiveEvery: 8 },
  { node: 'Staging/Web', prefix: 'stg-web', count: 24, network: '10.2.1' },
  { node: 'Staging/API', prefix: 'stg-api', count: 20, network: '10.2.2' },
  // The same names as in production, as staging copies often have.
  { node: 'Staging/Cache', prefix: 'cache', count: 4, network: '10.2.3', comment: 'Redis, staging' },
  { node: 'Staging/Database', prefix: 'stg-db', count: 8, network: '10.2.5' },
  { node: 'Offices/Berlin', prefix: 'ber-file', count: 12, network: '10.3.1' },
  { node: 'Offices/Berlin/Desktops', prefix: 'ber-desk', count: 12, network: '10.3.2', platform: WINDOWS },
  { node: 'Offices/São Paulo', prefix: 'sao-file', count: 10, network: '10.3.3' },
  { node: 'Offices/上海', prefix: 'sha-file', count: 10, network: '10.3.4' },
  { node: 'CI/Runners', prefix: 'runner', count: 30, network: '10.4.1', inactiveEvery: 10 },
  { node: 'CI/Runners/Arm', prefix: 'arm-runner', count: 8, network: '10.4.2' },
];

export interface SingleAsset {
  node: string;
  name: string;
  address: string;
  platform?: PlatformKind;
  shell?: ShellKind | DeviceKind;
  comment?: string;
  alsoOn?: string;
}

export const SINGLES: SingleAsset[] = [
  { node: 'Lab', name: 'lab-bash', address: '10.9.0.1', comment: 'bash' },
  { node: 'Lab', name: 'lab-sh', address: '10.9.0.2', shell: 'dash', comment: 'dash: no line editor' },
  { node: 'Lab', name: 'lab-zsh', address: '10.9.0.3', shell: 'zsh', comment: 'zsh where installed, else bash' },
  { node: 'Lab', name: 'lab-busybox', address: '10.9.0.4', shell: 'busybox', comment: 'busybox ash where installed' },
  { node: 'Lab', name: 'lab-fish', address: '10.9.0.5', shell: 'fish', comment: 'fish where installed, else bash' },
  { node: 'Lab', name: 'lab-ksh', address: '10.9.0.6', shell: 'ksh', comment: 'ksh93 where installed, else bash' },
  { node: 'Lab', name: 'lab-mksh', address: '10.9.0.7', shell: 'mksh', comment: 'mksh where installed, else bash' },
  { node: 'Lab', name: 'lab-tcsh', address: '10.9.0.8', shell: 'tcsh', comment: 'tcsh where installed, else bash' },
  { node: 'Lab', name: 'lab-sqlite', address: '10.9.0.9', shell: 'sqlite', comment: 'The sqlite3 console, else bash' },
  {
    node: 'Lab',
    name: 'lab-switch',
    address: '10.9.0.10',
    platform: SWITCH,
    shell: 'switch',
    comment: 'Imitation of a switch; enable password: practice-enable',
  },
  {
    node: 'Lab',
    name: 'lab-menu',
    address: '10.9.0.11',
    platform: APPLIANCE,
    shell: 'menu',
    comment: 'Imitation of an appliance with a menu instead of a shell',
  },
  { node: 'Production', name: 'bastion-01', address: '10.1.0.10', alsoOn: 'Offices', comment: 'On two nodes' },
  {
    node: 'Production/Batch',
    name: 'batch-settlement-reconciliation-with-a-name-longer-than-any-column-eu-central-1b-0001',
    address: '10.1.7.201',
    comment: 'A long name',
  },
  { node: 'Offices/上海', name: '上海-财务-报表服务器', address: '10.3.4.201', comment: '财务报表' },
];

/** What administrators call things, and whoever shows them must survive. */
export const STRANGE_NAMES = [
  `the "blue" one, Bob's & Ann's`,
  '数据库-主节点「生产」（北京）',
  '$(reboot) `id` ; <b>bold</b>',
  'a'.repeat(120),
];
