import fs from 'node:fs';
import path from 'node:path';

/** How many sites' web sessions the vault keeps; it has other entries beside them. */
export function savedSessions(home: string): number {
  const folder = path.join(home, 'data', 'vault');
  return fs.existsSync(folder) ? fs.readdirSync(folder).filter((name) => name.startsWith('cookies-')).length : 0;
}
