import type { RunView, TerminalView } from '../../preload/contract.ts';
import type { Shape, Tone } from './site-health.ts';

/** The chips above the wall; every terminal is in exactly one. */
export type TerminalGroup = 'needs' | 'drive' | 'running' | 'ready' | 'ended';

/** The key of the word under `terminal` in the texts. */
export type TerminalWord =
  | 'opening'
  | 'ready'
  | 'running'
  | 'refused'
  | 'review'
  | 'approval'
  | 'locked'
  | 'driving'
  | 'ended'
  | 'password'
  | 'confirm'
  | 'any-key'
  | 'continuation'
  | 'pager'
  | 'repl'
  | 'fullscreen'
  | 'foreign-prompt'
  | 'plain';

export interface TerminalHealth {
  readonly shape: Shape;
  readonly tone: Tone;
  readonly word: TerminalWord;
  readonly group: TerminalGroup;
  /** Since when it is so, where the time counts up in front of the person; ms since the epoch. */
  readonly since: number | null;
}

export function lastRun(terminal: TerminalView): RunView | undefined {
  return terminal.runs.at(-1);
}

/** The person types there: they took it over, or it is their own. */
export function isDriven({ hand, state }: Pick<TerminalView, 'hand' | 'state'>): boolean {
  return hand.by === 'person' && state.kind !== 'closed';
}

/** They took it from its agent, and can hand it back. */
export function isTaken(terminal: Pick<TerminalView, 'hand' | 'state' | 'agentId'>): boolean {
  return terminal.agentId !== null && isDriven(terminal);
}

export function terminalHealth(terminal: TerminalView): TerminalHealth {
  const { state } = terminal;
  const asksForPassword = state.kind === 'needs-input' && state.input === 'password';
  if (terminal.questionId !== null && state.kind !== 'closed' && !asksForPassword)
    return { shape: 'triangle', tone: 'needs', word: 'approval', group: 'needs', since: null };
  if (isTaken(terminal)) {
    const since = terminal.hand.by === 'person' ? terminal.hand.since : null;
    return { shape: 'person', tone: 'drive', word: 'driving', group: 'drive', since };
  }
  switch (state.kind) {
    case 'opening':
      return { shape: 'hollow', tone: 'accent', word: 'opening', group: 'running', since: terminal.openedAt };
    case 'running':
      return { shape: 'play', tone: 'accent', word: 'running', group: 'running', since: state.since };
    case 'needs-input':
      return { shape: 'triangle', tone: 'needs', word: state.input, group: 'needs', since: state.since };
    case 'awaiting-review':
      return { shape: 'triangle', tone: 'needs', word: 'review', group: 'needs', since: null };
    case 'locked':
      return { shape: 'pause', tone: 'quiet', word: 'locked', group: 'needs', since: null };
    case 'closed':
      return { shape: 'square', tone: 'ended', word: 'ended', group: 'ended', since: null };
    case 'prompt':
      return lastRun(terminal)?.outcome === 'refused'
        ? { shape: 'octagon', tone: 'ended', word: 'refused', group: 'ready', since: null }
        : { shape: 'dot', tone: 'ready', word: 'ready', group: 'ready', since: null };
    default:
      return state satisfies never;
  }
}

const order: Record<TerminalGroup, number> = { needs: 0, drive: 1, running: 2, ready: 3, ended: 4 };

/** Needs-you first, ended last; within a group the newest terminal first, so that tiles do not dance while runs come and go. */
export function wallOrder(terminals: readonly TerminalView[]): TerminalView[] {
  const rank = (terminal: TerminalView) => {
    const { group } = terminalHealth(terminal);
    // Running and ready change places with every command; for the order they are one.
    return order[group === 'running' ? 'ready' : group];
  };
  return [...terminals].sort((a, b) => rank(a) - rank(b) || b.openedAt - a.openedAt || a.id.localeCompare(b.id));
}

export function runHealth(run: RunView): { readonly shape: Shape; readonly tone: Tone } {
  switch (run.outcome) {
    case 'running':
      return { shape: 'play', tone: 'accent' };
    case 'needs-input':
    case 'awaiting-review':
      return { shape: 'triangle', tone: 'needs' };
    case 'refused':
      return { shape: 'octagon', tone: 'ended' };
    case 'closed':
      return { shape: 'square', tone: 'ended' };
    case 'done':
      return run.exitCode === null || run.exitCode === 0
        ? { shape: 'check', tone: 'quiet' }
        : { shape: 'cross', tone: 'ended' };
    default:
      return run.outcome satisfies never;
  }
}

/** Whether Ctrl-C has something to end. */
export function canStop({ state }: TerminalView): boolean {
  return state.kind === 'running' || state.kind === 'needs-input' || state.kind === 'awaiting-review';
}
