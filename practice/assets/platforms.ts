import type { PlatformKind, Protocol } from './asset.ts';

const HOST = { value: 'host', label: 'Host' };

export const LINUX: PlatformKind = { id: 1, name: 'Linux', category: HOST, type: { value: 'linux', label: 'Linux' } };
export const WINDOWS: PlatformKind = {
  id: 5,
  name: 'Windows',
  category: HOST,
  type: { value: 'windows', label: 'Windows' },
};
export const SWITCH: PlatformKind = {
  id: 12,
  name: 'Cisco IOS',
  category: { value: 'device', label: 'Device' },
  type: { value: 'switch', label: 'Switch' },
};
export const APPLIANCE: PlatformKind = {
  id: 8,
  name: 'General',
  category: SWITCH.category,
  type: { value: 'general', label: 'General' },
};
export const MYSQL: PlatformKind = {
  id: 17,
  name: 'MySQL',
  category: { value: 'database', label: 'Database' },
  type: { value: 'mysql', label: 'MySQL' },
};

const SSH: Protocol = { name: 'ssh', port: 22 };
const SFTP: Protocol = { name: 'sftp', port: 22 };

export function protocolsOf(platform: PlatformKind): Protocol[] {
  switch (platform.type.value) {
    case 'windows':
      return [{ name: 'rdp', port: 3389 }];
    case 'mysql':
      return [{ name: 'mysql', port: 3306 }];
    case 'switch':
    case 'general':
      return [SSH];
    default:
      return [SSH, SFTP];
  }
}
