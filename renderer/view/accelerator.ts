/** What of a key event is needed here. */
export interface PressedKeys {
  /** The key's place, so that neither Shift nor a layout changes its name. */
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly metaKey: boolean;
}

export type Recorded =
  /** Modifiers only, so far. */
  | { readonly kind: 'partial' }
  /** Enough keys, but a key that is typed all day would do it. */
  | { readonly kind: 'too-common' }
  | { readonly kind: 'keys'; readonly keys: string };

const named: Readonly<Record<string, string>> = {
  Space: 'Space',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  Home: 'Home',
  End: 'End',
  PageUp: 'PageUp',
  PageDown: 'PageDown',
  Insert: 'Insert',
};

function keyName(code: string): string | undefined {
  return /^Key([A-Z])$/.exec(code)?.[1] ?? /^Digit(\d)$/.exec(code)?.[1] ?? /^F\d{1,2}$/.exec(code)?.[0] ?? named[code];
}

/** Keys as Electron names them: `Control+Alt+B`. A letter wants Ctrl, Alt or the system's key with it; F keys stand alone. */
export function acceleratorOf(event: PressedKeys, apple: boolean): Recorded {
  const key = keyName(event.code);
  if (key === undefined) return { kind: 'partial' };
  const { ctrlKey, altKey, shiftKey, metaKey } = event;
  if (!ctrlKey && !altKey && !metaKey && !/^F\d/.test(key)) return { kind: 'too-common' };
  const parts = [
    ctrlKey && 'Control',
    altKey && 'Alt',
    shiftKey && 'Shift',
    metaKey && (apple ? 'Command' : 'Super'),
    key,
  ];
  return { kind: 'keys', keys: parts.filter((part) => part !== false).join('+') };
}

const signs: Readonly<Record<string, string>> = {
  CommandOrControl: '⌘',
  Command: '⌘',
  Control: '⌃',
  Alt: '⌥',
  Shift: '⇧',
};
const words: Readonly<Record<string, string>> = { CommandOrControl: 'Ctrl', Control: 'Ctrl' };

/** The keys one by one, as they stand on the keyboard. */
export function shownKeys(keys: string, apple: boolean): readonly string[] {
  return keys
    .split('+')
    .filter((part) => part !== '')
    .map((part) => (apple ? signs : words)[part] ?? part);
}
