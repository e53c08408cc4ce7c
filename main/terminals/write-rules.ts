import type { DrawbridgeError } from '../errors/drawbridge-error.ts';
import type { NamedKey } from './named-keys.ts';
import { terminalClosed, terminalPaused, writeNotAllowed } from './terminal-errors.ts';
import type { InputKind, TerminalOwner, TerminalState } from './terminal-model.ts';
import type { WriteInput } from './terminal-service.ts';
import { controlCharacters, halfCharacters, longestLine } from './typeable.ts';

export type WriteDecision =
  /** At our prompt: kept in the app until Enter, then typed as a run. */
  | { readonly kind: 'hold'; readonly text: string }
  | { readonly kind: 'run-held'; readonly text: string }
  | { readonly kind: 'forget-held' }
  /** Text frame, then a lone CR. */
  | { readonly kind: 'line'; readonly text: string }
  /** One frame; the input buffer is dirty afterwards. */
  | { readonly kind: 'key'; readonly key: NamedKey }
  | { readonly kind: 'interrupt' }
  | { readonly kind: 'refuse'; readonly error: DrawbridgeError };

type Owner = TerminalOwner['kind'];

/**
 * What a write may do in a state (design §5). Secrets and JumpServer's own questions belong to the person: an answer at an
 * unusual prompt is stored in clear by JumpServer (command-engine §E).
 */
export function decideWrite(state: TerminalState, owner: Owner, input: WriteInput): WriteDecision {
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
      return decideAnswer(state.input, owner, input);
    default:
      return state satisfies never;
  }
}

function decideAnswer(asks: InputKind, owner: Owner, input: WriteInput): WriteDecision {
  switch (asks) {
    case 'password':
      if (owner === 'person') return decideProgram(input);
      if (isKey(input, 'ctrl-c')) return { kind: 'interrupt' };
      return refuse(
        'The program asks for a secret; agents do not type secrets.',
        'Tell the person, or interrupt it.',
        'person',
      );
    case 'pager':
    case 'repl':
    case 'fullscreen':
      if ('key' in input) return decideProgram(input);
      return refuse(
        `A ${asks === 'repl' ? 'interactive interpreter' : asks} has the screen; only named keys reach it.`,
        'Leave it with a key (q, escape, ctrl-d, ctrl-x, f10), or interrupt it; then use a non-interactive command instead.',
      );
    case 'confirm':
    case 'any-key':
    case 'continuation':
    case 'foreign-prompt':
    case 'plain':
      return decideProgram(input);
    default:
      return asks satisfies never;
  }
}

function decideReview(owner: Owner, input: WriteInput): WriteDecision {
  if (isKey(input, 'ctrl-c')) return { kind: 'interrupt' };
  const answer = 'key' in input ? input.key : input.text.trim().toLowerCase();
  // KoKo takes a lone character only (§G3).
  if (owner === 'person' && (answer === 'y' || answer === 'n')) return { kind: 'key', key: answer };
  return refuse(
    'JumpServer asks whether this command may run; that is for the person to answer.',
    'Wait for the answer, or interrupt to cancel.',
    'person',
  );
}

function decidePrompt(input: WriteInput): WriteDecision {
  if ('text' in input) {
    const line = input.text.replace(/[\r\n]+$/, '');
    if (controlCharacters.test(line.replace(/[\t\r\n]/g, '')) || halfCharacters.test(line)) return noControls();
    return line === input.text ? { kind: 'hold', text: line } : { kind: 'run-held', text: input.text };
  }
  switch (input.key) {
    case 'enter':
      return { kind: 'run-held', text: '' };
    case 'ctrl-c':
    case 'escape':
      return { kind: 'forget-held' };
    case 'space':
      return { kind: 'hold', text: ' ' };
    case 'y':
    case 'n':
    case 'q':
      return { kind: 'hold', text: input.key };
    default:
      return refuse('The shell waits for a command; this key has no use there.', 'Send a command as text, with Enter.');
  }
}

function decideProgram(input: WriteInput): WriteDecision {
  if ('key' in input) return input.key === 'ctrl-c' ? { kind: 'interrupt' } : { kind: 'key', key: input.key };
  const text = input.text.replace(/[\r\n]+$/, '');
  if (controlCharacters.test(text) || halfCharacters.test(text)) return noControls();
  if (input.enter === false) {
    return refuse(
      'A program gets text with Enter, or a single key.',
      'Send the whole line with Enter, or name a key: y, n, q, space, enter, arrows, tab.',
    );
  }
  const bytes = Buffer.byteLength(text);
  if (bytes > longestLine) return refuse(`The answer has ${bytes} bytes; at most 1,000 can be typed.`, 'Send less.');
  return { kind: 'line', text };
}

const isKey = (input: WriteInput, key: NamedKey): boolean => 'key' in input && input.key === key;

const noControls = (): WriteDecision =>
  refuse(
    'The text has control characters or several lines.',
    'Send one line of plain text at a time, and keys by name.',
  );

function refuse(message: string, nextStep: string, actor: 'agent' | 'person' = 'agent'): WriteDecision {
  return { kind: 'refuse', error: writeNotAllowed(message, nextStep, actor) };
}
