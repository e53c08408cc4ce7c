import { createHash } from 'node:crypto';

/** The same UUID for the same text in every run, so that tests and demos can name seeded objects. */
export function stableUuid(text: string): string {
  const hex = createHash('sha256').update(`drawbridge practice ${text}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
