import path from 'node:path';
import type { Machine } from '../directories.ts';

/** `~/…` as people write it. */
export function shortPath(file: string, { home }: Pick<Machine, 'home'>): string {
  return file.startsWith(`${home}${path.sep}`) ? `~${file.slice(home.length)}` : file;
}
