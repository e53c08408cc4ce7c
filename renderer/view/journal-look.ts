import type { JournalRow } from '../../preload/contract-journal.ts';
import type { Shape, Tone } from './site-health.ts';

/** The kinds that have a name of their own in the texts; runs show their command instead. */
export const namedKinds = [
  'sign-in',
  'sign-in-failed',
  'sign-out',
  'session-expired',
  'rest-key-made',
  'rest-key-ended',
  'terminal-opened',
  'terminal-closed',
  'terminal-taken-over',
  'terminal-handed-back',
  'stopped-by-person',
  'input-typed',
  'file-started',
  'file-ended',
  'folder-revoked',
  'agent-connected',
  'agent-left',
  'agent-held',
  'agent-freed',
  'setting-changed',
  'policy-changed',
  'certificate-forgotten',
  'site-removed',
  'recording-deleted',
  'bridge-raised',
  'bridge-lowered',
  'commands-allowed',
  'question',
  'permission-given',
  'permission-used',
  'permission-ended',
  'journal-began',
  'journal-gap',
] as const;
export type NamedKind = (typeof namedKinds)[number];

export function namedKind(kind: string): NamedKind | undefined {
  return namedKinds.find((named) => named === kind);
}

export function journalLook(row: JournalRow): { readonly shape: Shape; readonly tone: Tone } {
  switch (row.kind) {
    case 'run-started':
      return { shape: 'play', tone: 'accent' };
    case 'run-ended':
      if (/^exit 0\b/.test(row.outcome)) return { shape: 'check', tone: 'quiet' };
      if (/^exit /.test(row.outcome)) return { shape: 'cross', tone: 'ended' };
      return /refused/.test(row.outcome) ? { shape: 'octagon', tone: 'ended' } : { shape: 'square', tone: 'quiet' };
    case 'file-started':
      return { shape: 'play', tone: 'accent' };
    case 'file-ended':
      return row.outcome === 'done' ? { shape: 'check', tone: 'quiet' } : { shape: 'cross', tone: 'ended' };
    case 'session-expired':
    case 'question':
    case 'commands-allowed':
      return { shape: 'triangle', tone: 'needs' };
    case 'terminal-taken-over':
    case 'terminal-handed-back':
    case 'stopped-by-person':
      return { shape: 'person', tone: 'drive' };
    case 'sign-in':
      return { shape: 'dot', tone: 'ready' };
    case 'bridge-raised':
    case 'terminal-closed':
      return { shape: 'square', tone: row.kind === 'bridge-raised' ? 'ended' : 'quiet' };
    default:
      return { shape: 'hollow', tone: 'quiet' };
  }
}

/** A run or an act on a file that has ended says everything its start said; the start's row is left out then. `rows` are newest first. */
export function withoutStarts(rows: readonly JournalRow[]): JournalRow[] {
  const ended = new Set<string>();
  const key = ({ terminalId, runId }: JournalRow) => `${terminalId} ${runId}`;
  return rows.filter((row) => {
    if (row.kind === 'run-ended' || row.kind === 'file-ended') ended.add(key(row));
    const starts = row.kind === 'run-started' || row.kind === 'file-started';
    return !starts || row.runId === null || !ended.has(key(row));
  });
}

/** Without the id that tells two of one name apart. */
export const nameOf = (who: string): string => who.replace(/ \([^()]*\)$/, '');

/** Entries say `asset · account`, questions `asset (address) · account`. */
export const assetOf = (target: string): string => target.replace(/ · [^·]*$/, '').replace(/ \([^()]*\)$/, '');

export type JournalItem =
  | { readonly kind: 'day'; readonly key: string; readonly name: string }
  | { readonly kind: 'row' | 'detail'; readonly key: string; readonly row: JournalRow };

/** One list of what stands under each other: a day's name above its rows, the details under the open row. */
export function flatDays(
  rows: readonly JournalRow[],
  nameOfDay: (at: number) => string,
  open: string | null,
): JournalItem[] {
  const items: JournalItem[] = [];
  let day = '';
  for (const row of rows) {
    const name = nameOfDay(row.at);
    if (name !== day) items.push({ kind: 'day', key: `day ${row.id}`, name });
    day = name;
    items.push({ kind: 'row', key: row.id, row });
    if (row.id === open) items.push({ kind: 'detail', key: `detail ${row.id}`, row });
  }
  return items;
}
