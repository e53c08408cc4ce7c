import type { DrawbridgeError } from '../errors/drawbridge-error.ts';
import { terminalClosed, terminalPaused, writeNotAllowed } from './terminal-errors.ts';
import type { TerminalOwner, TerminalState } from './terminal-model.ts';
import type { NamedKey, WriteInput } from './terminal-service.ts';

export type WriteDecision =
  /** At our prompt: kept in the app until Enter, then typed as a run. */
  | { readonly kind: 'hold'; readonly text: string }
  | { readonly kind: 'run-held'; readonly text: string }
  | { readonly kind: 'forget-held' }
  /** Text frame, then a lone CR. */
  | { readonly kind: 'line'; readonly text: string }
  /** One frame; the input buffer is dirty afterwards. */
  | { readonly kind: 'key'; readonly bytes: string }
  | { readonly kind: 'interrupt' }
  | { readonly kind: 'refuse'; readonly error: DrawbridgeError };

const keyBytes: Readonly<Record<NamedKey, string>> = {
  enter: '\r',
  'ctrl-c': '\x03',
  'ctrl-d': '\x04',
  q: 'q',
  escape: '\x1b',
  space: ' ',
  up: '\x1b[A',
  down: '\x1b[B',
  left: '\x1b[D',
  right: '\x1b[C',
  tab: '\t',
  backspace: '\x7f',
  'page-up': '\x1b[5~',
  'page-down': '\x1b[6~',
  y: 'y',
  n: 'n',
};

/**
 * What a write may do in a state (design §5). Password prompts and KoKo's own questions belong to the person: an
 * answer at an unusual prompt is stored in clear by JumpServer (command-engine §E).
 */
export function decideWrite(state: TerminalState, owner: TerminalOwner['kind'], input: WriteInput): WriteDecision {
  switch (state.kind) {
    case 'closed':
      return { kind: 'refuse', error: terminalClosed(state.reason) };
    case 'locked':
      return { kind: 'refuse', error: terminalPaused(state.by) };
    case 'opening':
      return refuse('The terminal is still opening.', 'Wait until it shows its prompt.');
    case 'awaiting-review':
      return decideReview(owner, input);
    case 'prompt':
      return decidePrompt(input);
    case 'running':
      return decideProgram(input);
    case 'needs-input':
      break;
    default:
      return state satisfies never;
  }
  switch (state.input) {
    case 'password':
      if (owner === 'person') return decideProgram(input);
      if ('key' in input && input.key === 'ctrl-c') return { kind: 'interrupt' };
      return refuse(
        'The program asks for a secret; agents do not type secrets.',
        'Ask the person to answer it, or interrupt.',
        'person',
      );
    case 'pager':
    case 'repl':
    case 'fullscreen':
      if ('key' in input) return decideProgram(input);
      return refuse(
        `A ${state.input === 'repl' ? 'interactive interpreter' : state.input} has the screen; only named keys reach it.`,
        'Leave it with a key (q, escape, ctrl-d, ctrl-c) and use a non-interactive command instead.',
      );
    case 'confirm':
    case 'any-key':
    case 'continuation':
    case 'foreign-prompt':
    case 'plain':
      return decideProgram(input);
    default:
      return state.input satisfies never;
  }
}

function decideReview(owner: TerminalOwner['kind'], input: WriteInput): WriteDecision {
  if ('key' in input && input.key === 'ctrl-c') return { kind: 'interrupt' };
  const answer = 'key' in input ? input.key : input.text.trim().toLowerCase();
  // KoKo takes a lone character only (§G3).
  if (owner === 'person' && (answer === 'y' || answer === 'n')) return { kind: 'key', bytes: answer };
  return refuse(
    'JumpServer asks whether this command may run; that is for the person to answer.',
    'Wait for the answer, or interrupt to cancel.',
    'person',
  );
}

function decidePrompt(input: WriteInput): WriteDecision {
  if ('text' in input) {
    return /[\r\n]$/.test(input.text) ? { kind: 'run-held', text: input.text } : { kind: 'hold', text: input.text };
  }
  if (input.key === 'enter') return { kind: 'run-held', text: '' };
  if (input.key === 'ctrl-c' || input.key === 'escape') return { kind: 'forget-held' };
  if (input.key === 'space' || input.key === 'y' || input.key === 'n' || input.key === 'q') {
    return { kind: 'hold', text: keyBytes[input.key] };
  }
  return refuse('The shell waits for a command; this key has no use there.', 'Send a command as text, with Enter.');
}

function decideProgram(input: WriteInput): WriteDecision {
  if ('key' in input) {
    return input.key === 'ctrl-c' ? { kind: 'interrupt' } : { kind: 'key', bytes: keyBytes[input.key] };
  }
  const text = input.text.replace(/[\r\n]+$/, '');
  if (/[\x00-\x1f\x7f-\x9f]/.test(text)) {
    return refuse(
      'The answer has control characters or several lines.',
      'Send one line of plain text at a time, and keys by name.',
    );
  }
  if (Buffer.byteLength(text) > 1000) return refuse('The answer is longer than 1,000 bytes.', 'Send a shorter line.');
  return { kind: 'line', text };
}

function refuse(message: string, nextStep: string, actor: 'agent' | 'person' = 'agent'): WriteDecision {
  return { kind: 'refuse', error: writeNotAllowed(message, nextStep, actor) };
}
