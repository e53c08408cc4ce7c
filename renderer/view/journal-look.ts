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
  'agent-connected',
  'agent-left',
  'agent-held',
  'agent-freed',
  'setting-changed',
  'policy-changed',
  'certificate-forgotten',
  'site-removed',
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

/** A run that has ended says everything its start said; the start's row is left out then. `rows` are newest first. */
export function withoutStarts(rows: readonly JournalRow[]): JournalRow[] {
  const ended = new Map<string, number>();
  const key = (row: JournalRow) => `${row.terminalId}\n${row.runId}\n${row.text}`;
  return rows.filter((row) => {
    const left = ended.get(key(row)) ?? 0;
    if (row.kind === 'run-ended') ended.set(key(row), left + 1);
    if (row.kind !== 'run-started' || left === 0) return true;
    ended.set(key(row), left - 1);
    return false;
  });
}

export interface JournalDay {
  readonly name: string;
  /** The key counts from the oldest row, so that it stays a row's own while newer ones come. */
  readonly rows: readonly { readonly key: number; readonly row: JournalRow }[];
}

/** Rows of the same day together, in the order they come. */
export function byDay(rows: readonly JournalRow[], nameOf: (at: number) => string): JournalDay[] {
  const days: { name: string; rows: { key: number; row: JournalRow }[] }[] = [];
  for (const [index, row] of rows.entries()) {
    const name = nameOf(row.at);
    const keyed = { key: rows.length - index, row };
    const last = days.at(-1);
    if (last?.name === name) last.rows.push(keyed);
    else days.push({ name, rows: [keyed] });
  }
  return days;
}
