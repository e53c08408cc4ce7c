import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import type { NamedKey } from '../terminals/terminal-service.ts';

/** The names under which agents may press a key. */
export const keyNames = [
  ...([
    'enter',
    'ctrl-c',
    'ctrl-d',
    'q',
    'escape',
    'space',
    'up',
    'down',
    'left',
    'right',
    'tab',
    'backspace',
  ] as const),
  ...(['page-up', 'page-down', 'y', 'n'] as const),
] as const satisfies readonly NamedKey[];

/** Lone control characters that agents of the predecessor send as text. */
const controlCharacters: Readonly<Record<string, NamedKey>> = {
  '\r': 'enter',
  '\n': 'enter',
  '\x03': 'ctrl-c',
  '\x04': 'ctrl-d',
  '\x1b': 'escape',
  '\t': 'tab',
  '\x7f': 'backspace',
};

export type TypedInput = { readonly text: string } | { readonly key: NamedKey };

/** What `text`, `key` and `enter` of a write mean together. Throws `bad-argument`. */
export function decideInput(args: {
  readonly text?: string | undefined;
  readonly key?: NamedKey | undefined;
  readonly enter: boolean;
}): TypedInput {
  const { text, key, enter } = args;
  if ((text === undefined) === (key === undefined)) {
    throw new DrawbridgeError({
      code: 'bad-argument',
      message: 'A write takes either text or key, exactly one of them.',
      nextStep: `Repeat the call with text, or with one key of: ${keyNames.join(', ')}.`,
      actor: 'agent',
    });
  }
  if (key !== undefined) return { key };
  const typed = text ?? '';
  const control = controlCharacters[typed];
  if (control !== undefined) return { key: control };
  if (typed === '') return { key: 'enter' };
  // The newline is Enter to the terminal; it never leaves as one (command-engine §G2).
  return { text: enter && !/[\r\n]$/.test(typed) ? `${typed}\n` : typed };
}
