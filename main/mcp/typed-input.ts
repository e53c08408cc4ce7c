import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import { type NamedKey, namedKeys } from '../terminals/named-keys.ts';
import type { WriteInput } from '../terminals/terminal-service.ts';

/** Text that is a key: lone control characters, as agents of the predecessor send them. */
const controlCharacters: Readonly<Record<string, NamedKey>> = {
  '\r': 'enter',
  '\n': 'enter',
  '\x03': 'ctrl-c',
  '\x04': 'ctrl-d',
  '\x18': 'ctrl-x',
  '\x1a': 'ctrl-z',
  '\x1b': 'escape',
  '\t': 'tab',
  '\x7f': 'backspace',
};

/** One character without Enter is a key to whatever reads it. */
const singleKeys: ReadonlyMap<string, WriteInput> = new Map(
  ([' ', 'y', 'n', 'q'] as const).map((key) => [key, { key: key === ' ' ? 'space' : key }]),
);

/** What `text`, `key` and `enter` of a write mean together. Throws `bad-argument`. */
export function decideInput(args: {
  readonly text?: string | undefined;
  readonly key?: NamedKey | undefined;
  readonly enter: boolean;
}): WriteInput {
  const { text, key, enter } = args;
  if ((text === undefined) === (key === undefined)) {
    throw new DrawbridgeError({
      code: 'bad-argument',
      message: 'A write takes either text or key, exactly one of them.',
      nextStep: `Repeat the call with text, or with one key of: ${namedKeys.join(', ')}.`,
      actor: 'agent',
    });
  }
  if (key !== undefined) return { key };
  const typed = text ?? '';
  const control = controlCharacters[typed];
  if (control !== undefined) return { key: control };
  if (typed === '') return { key: 'enter' };
  // The newline is Enter to the terminal; it never leaves as one (command-engine §G2).
  if (/[\r\n]$/.test(typed)) return { text: typed };
  if (enter) return { text: `${typed}\n` };
  return singleKeys.get(typed) ?? { text: typed, enter: false };
}
