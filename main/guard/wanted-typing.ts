import type { InputKind, TerminalState, TerminalSummary, TerminalTarget } from '../terminals/terminal-model.ts';
import type { Typing, WriteInput } from '../terminals/terminal-service.ts';
import { type CommandPlace, placeOf, samePlace } from './command-place.ts';
import type { FileAct, FileActing } from './file-act.ts';
import type { Finding } from './policy/finding.ts';
import type { FileQuestionFacts, QuestionTopic } from './question.ts';

/** What an agent wants typed. */
export interface WantedTyping {
  readonly agent: { readonly id: string; readonly name: string };
  readonly target: TerminalTarget;
  readonly what:
    | {
        readonly kind: 'command';
        readonly command: string;
        readonly place: CommandPlace;
        /** The agent's words for the person. */
        readonly reason?: string;
      }
    | { readonly kind: 'input'; readonly input: WriteInput; readonly terminal: TerminalSummary }
    | { readonly kind: 'file'; readonly act: FileAct; readonly reason: string }
    | { readonly kind: 'raw-terminal' };
}

/** An emulator's first key: what was allowed is used up as it is attached. */
export interface Attaching {
  readonly kind: 'raw-terminal';
  readonly target: TerminalTarget;
}

/** What is about to happen: bytes into a terminal, something with files, or an emulator that is attached. */
export type Acting = Typing | FileActing | Attaching;

/** What a terminal was found to type, as what an agent wants. */
export function wantedOf(agent: WantedTyping['agent'], typing: Acting): WantedTyping {
  if (typing.kind === 'file')
    return { agent, target: typing.target, what: { kind: 'file', act: typing.act, reason: '' } };
  if (typing.kind === 'raw-terminal') return { agent, target: typing.target, what: { kind: 'raw-terminal' } };
  const { terminal } = typing;
  const { target } = terminal;
  return typing.kind === 'command'
    ? { agent, target, what: { kind: 'command', command: typing.command, place: placeOf(terminal) } }
    : { agent, target, what: typing };
}

/** Same text, same approval: everything that one binds but user and directory (`fits` has those). */
export function approvalKey({ agent, target, what }: WantedTyping): string {
  if (what.kind === 'command') {
    const terminal = what.place.kind === 'new' ? null : what.place.id;
    return JSON.stringify(['command', agent.id, ...targetFacts(target), what.command, terminal]);
  }
  if (what.kind === 'file') return JSON.stringify(['file', agent.id, ...targetFacts(target), what.act]);
  if (what.kind === 'raw-terminal') return JSON.stringify(['raw-terminal', agent.id, ...targetFacts(target)]);
  const { id, state } = what.terminal;
  const runId = readerOf(state);
  return lasts(state)
    ? JSON.stringify(['program', agent.id, id, runId])
    : JSON.stringify(['input', agent.id, id, runId, what.input]);
}

/** The terminal that it is about; undefined for a new shell. */
export function terminalOf({ what }: WantedTyping): string | undefined {
  if (what.kind === 'input') return what.terminal.id;
  if (what.kind === 'file' || what.kind === 'raw-terminal') return undefined;
  return what.place.kind === 'new' ? undefined : what.place.id;
}

/** What is typed is what was allowed, where it was allowed. */
export function fits(allowed: WantedTyping, typing: Acting): boolean {
  const now = wantedOf(allowed.agent, typing);
  if (allowed.what.kind !== 'command' || now.what.kind !== 'command') return approvalKey(allowed) === approvalKey(now);
  return (
    allowed.what.command === now.what.command &&
    samePlace(allowed.what.place, now.what.place) &&
    targetFacts(allowed.target).join('\n') === targetFacts(now.target).join('\n')
  );
}

/** One answer is enough for all input of a program. Another shell's prompt and the rest of a line are commands. */
export function lasts(state: TerminalState): boolean {
  if (readerOf(state) === null) return false;
  return state.kind !== 'needs-input' || !commandLike.includes(state.input);
}

const commandLike: readonly InputKind[] = ['continuation', 'foreign-prompt'];

/** Asset, address and account. */
export const targetText = ({ asset, account }: TerminalTarget): string =>
  `${asset.name} (${asset.address}) · ${account.username || account.name}`;

export function questionAbout(
  { agent, target, what }: WantedTyping,
  site: string,
  why: readonly Finding[],
): QuestionTopic {
  const base = {
    site,
    agent: agent.name,
    agentId: agent.id,
    asset: target.asset.name,
    target: targetText(target),
  };
  if (what.kind === 'command') {
    const { command, place, reason = '' } = what;
    const asked = { topic: 'run-command', ...base, command, reason, why } as const;
    if (place.kind === 'new') return { ...asked, canStand: false, place: null };
    const { id: terminalId, user, userName, cwd } = place;
    return { ...asked, canStand: user !== null && cwd !== null, place: { terminalId, user, userName, cwd } };
  }
  if (what.kind === 'file') {
    const { act, reason } = what;
    return { topic: 'file-act', ...base, reason, why, ...fileFacts(act) };
  }
  if (what.kind === 'raw-terminal') return { topic: 'raw-terminal', ...base, why };
  const { input, terminal } = what;
  const runId = readerOf(terminal.state);
  return {
    topic: 'type-input',
    ...base,
    terminalId: terminal.id,
    program: terminal.runs.find(({ id }) => id === runId)?.command ?? '',
    input: 'key' in input ? input.key : input.text.replace(/[\r\n]+$/, ''),
    isKey: 'key' in input,
    lasts: lasts(terminal.state),
  };
}

function fileFacts(act: FileAct): FileQuestionFacts {
  const facts = { act: act.kind, path: act.path, local: null, size: null, newName: null, content: null };
  switch (act.kind) {
    case 'upload': {
      const { local, size, content, overwrites } = act;
      return { ...facts, local, size, content, overwrites, folder: false };
    }
    case 'download': {
      const { local, size, overwrites } = act;
      return { ...facts, local, size, overwrites, folder: false };
    }
    case 'rename':
      return { ...facts, newName: act.newName, overwrites: false, folder: false };
    case 'delete':
      return { ...facts, overwrites: false, folder: act.folder };
    case 'script':
      return { ...facts, content: act.content, overwrites: false, folder: false };
    default:
      return { ...facts, overwrites: false, folder: false };
  }
}

/** The run whose program reads what is typed. */
function readerOf(state: TerminalState): string | null {
  return state.kind === 'running' || state.kind === 'needs-input' ? state.runId : null;
}

const targetFacts = ({ siteId, asset, account, protocol, connectMethod }: TerminalTarget): readonly string[] => [
  ...[siteId, asset.id, account.alias, protocol, connectMethod],
];
