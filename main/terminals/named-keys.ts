/**
 * The keys that may be pressed by name: what a person needs to answer questions, page, move in menus and leave programs.
 * Nothing else that is no text ever reaches a terminal.
 */
export const namedKeys = [
  ...(['enter', 'space', 'tab', 'escape', 'backspace', 'delete'] as const),
  ...(['up', 'down', 'left', 'right', 'home', 'end', 'page-up', 'page-down'] as const),
  ...(['ctrl-c', 'ctrl-d', 'ctrl-x', 'ctrl-z', 'y', 'n', 'q'] as const),
  ...(['f1', 'f2', 'f3', 'f4', 'f5', 'f6', 'f7', 'f8', 'f9', 'f10'] as const),
] as const;

export type NamedKey = (typeof namedKeys)[number];

export interface KeyModes {
  /** DECCKM: a full-screen program wants `ESC O` in front of moves. */
  readonly applicationCursor: boolean;
  /** JumpServer's setting for the asset: Backspace is Ctrl-H. */
  readonly backspaceAsCtrlH: boolean;
}

/** What xterm sends for a key. */
export function keyBytes(key: NamedKey, modes: KeyModes): string {
  if (key === 'backspace') return modes.backspaceAsCtrlH ? '\b' : '\x7f';
  const cursor = cursorKeys.get(key);
  if (cursor !== undefined) return `${modes.applicationCursor ? '\x1bO' : '\x1b['}${cursor}`;
  return otherKeys.get(key) ?? key;
}

const cursorKeys: ReadonlyMap<NamedKey, string> = new Map([
  ['up', 'A'],
  ['down', 'B'],
  ['right', 'C'],
  ['left', 'D'],
  ['home', 'H'],
  ['end', 'F'],
]);

const otherKeys: ReadonlyMap<NamedKey, string> = new Map([
  ['enter', '\r'],
  ['space', ' '],
  ['tab', '\t'],
  ['escape', '\x1b'],
  ['delete', '\x1b[3~'],
  ['page-up', '\x1b[5~'],
  ['page-down', '\x1b[6~'],
  ['ctrl-c', '\x03'],
  ['ctrl-d', '\x04'],
  ['ctrl-x', '\x18'],
  ['ctrl-z', '\x1a'],
  ['f1', '\x1bOP'],
  ['f2', '\x1bOQ'],
  ['f3', '\x1bOR'],
  ['f4', '\x1bOS'],
  ['f5', '\x1b[15~'],
  ['f6', '\x1b[17~'],
  ['f7', '\x1b[18~'],
  ['f8', '\x1b[19~'],
  ['f9', '\x1b[20~'],
  ['f10', '\x1b[21~'],
]);
