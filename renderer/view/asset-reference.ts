import { visibleText } from './hidden-characters.ts';

interface Referred {
  readonly id: string;
  readonly name: string;
}

/** A line to paste to an agent: its tools take the id, whatever else bears the name. */
export function assetReference(site: string, { id, name }: Referred, account: string): string {
  const quoted = (text: string) => JSON.stringify(visibleText(text));
  return `asset ${quoted(name)} (id ${id}), account ${quoted(account)}, site ${quoted(site)}`;
}
