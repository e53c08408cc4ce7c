import type { JournalEntry } from './entry.ts';

/** What the page looks for; '' , `any` and null: all. */
export interface JournalQuery {
  readonly text: string;
  readonly kind: 'any' | 'commands' | 'terminals' | 'approvals' | 'sign-ins' | 'agents' | 'settings';
  readonly who: string;
  readonly site: string;
  readonly asset: string;
  readonly outcome: 'any' | 'good' | 'bad' | 'refused';
  readonly since: number | null;
}

/** Whether an entry is among what is looked for. */
export function entryFilter(query: JournalQuery): (entry: JournalEntry) => boolean {
  const wanted = query.text.trim().toLowerCase();
  return (entry) =>
    (query.since === null || entry.at >= query.since) &&
    (query.kind === 'any' || familyOf(entry.kind) === query.kind) &&
    (query.who === '' || nameOf(entry.who) === query.who) &&
    (query.site === '' || entry.site === query.site) &&
    (query.asset === '' || assetOf(entry.target) === query.asset) &&
    (query.outcome === 'any' || outcomeFamily(entry) === query.outcome) &&
    (wanted === '' || words(entry).includes(wanted));
}

const words = ({ who, target, text, outcome, site, user, cwd, reason }: JournalEntry): string =>
  `${who} ${target} ${text} ${outcome} ${site} ${user ?? ''} ${cwd ?? ''} ${reason ?? ''}`.toLowerCase();

/** Without the id that tells two of one name apart. */
const nameOf = (who: string): string => who.replace(/ \([^()]*\)$/, '');

/** Entries say `asset · account`, questions `asset (address) · account`. */
const assetOf = (target: string): string => target.replace(/ · [^·]*$/, '').replace(/ \([^()]*\)$/, '');

function familyOf(kind: string): JournalQuery['kind'] {
  switch (kind) {
    case 'run-started':
    case 'run-ended':
    case 'input-typed':
    case 'file-started':
    case 'file-ended':
    case 'stopped-by-person':
      return 'commands';
    case 'terminal-opened':
    case 'terminal-closed':
    case 'terminal-taken-over':
    case 'terminal-handed-back':
      return 'terminals';
    case 'question':
    case 'permission-given':
    case 'permission-used':
    case 'permission-ended':
      return 'approvals';
    case 'sign-in':
    case 'sign-in-failed':
    case 'sign-out':
    case 'session-expired':
    case 'rest-key-made':
    case 'rest-key-ended':
      return 'sign-ins';
    case 'agent-connected':
    case 'agent-left':
    case 'agent-held':
    case 'agent-freed':
    case 'bridge-raised':
    case 'bridge-lowered':
      return 'agents';
    default:
      return 'settings';
  }
}

function outcomeFamily({ outcome, kind }: JournalEntry): JournalQuery['outcome'] {
  if (/^(refused|declined)/.test(outcome)) return 'refused';
  if (/^(exit 0$|allowed$|done$)/.test(outcome) || kind === 'sign-in') return 'good';
  if (/^(exit |closed|failed|no answer|could not ask)/.test(outcome)) return 'bad';
  return 'any';
}
