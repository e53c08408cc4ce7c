import { readdirSync, readFileSync } from 'node:fs';

/** Commands of the living processes whose arguments hold `mark`, as `sleep 30.7`. */
export function processesWith(mark: string): string[] {
  return readdirSync('/proc').flatMap((pid) => {
    if (!/^\d+$/.test(pid)) return [];
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ').trim();
      return command.includes(mark) ? [command] : [];
    } catch {
      // Ended while we looked.
      return [];
    }
  });
}
