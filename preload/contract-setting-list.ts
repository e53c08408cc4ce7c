/**
 * Every setting that the person changes: its kind, default and range, as data. The window draws its controls from it,
 * contract-settings.ts makes the schemas, and main/settings reads and writes the file by it. A new setting is one entry here.
 * A name with a dot stands in the file as an object: `terminals.perAgent` is `{"terminals": {"perAgent": …}}`.
 */
export type SettingDefinition =
  | { readonly kind: 'choice'; readonly options: readonly string[]; readonly default: string }
  | {
      /** Whole numbers only. */
      readonly kind: 'number';
      readonly min: number;
      readonly max: number;
      readonly default: number;
      /** The environment variable that goes before the file. */
      readonly variable?: string;
    }
  | { readonly kind: 'switch'; readonly default: boolean }
  | { readonly kind: 'text'; readonly maxLength: number; readonly pattern: RegExp; readonly default: string };

export const settingList = {
  language: { kind: 'choice', options: ['system', 'en', 'zh-CN'], default: 'system' },
  theme: { kind: 'choice', options: ['system', 'light', 'dark'], default: 'system' },

  /** What closing the window does. `ask` until the person has been asked once. */
  'window.onClose': { kind: 'choice', options: ['ask', 'keep', 'quit'], default: 'ask' },
  /** The desktop starts the app, hidden, when the person logs in to the computer. */
  'window.autostart': { kind: 'switch', default: false },

  /** Keys that raise the bridge from anywhere, as Electron names them; empty: none. A letter never without Ctrl, Alt or the like. */
  'shortcuts.raise': {
    kind: 'text',
    maxLength: 60,
    pattern:
      /^$|^(?:(?=.*(?:Control|Alt|Super|Command)\+)(?:(?:CommandOrControl|Control|Alt|Shift|Super|Command)\+)+(?:[A-Z0-9]|Space|Up|Down|Left|Right|Home|End|PageUp|PageDown|Insert)|(?:(?:CommandOrControl|Control|Alt|Shift|Super|Command)\+)*F(?:[1-9]|1\d|2[0-4]))$/,
    default: 'CommandOrControl+Alt+Shift+B',
  },

  'notifications.expiry': { kind: 'switch', default: true },
  'notifications.requests': { kind: 'switch', default: true },
  'notifications.ended': { kind: 'switch', default: true },

  /** Minutes without any activity of a person or an agent after which keep-alive stops (design §4). */
  keepAliveWhileIdleMinutes: { kind: 'number', min: 1, max: 1440, default: 60 },

  /** Px, in the full-size view. */
  'terminals.fontSize': { kind: 'number', min: 10, max: 24, default: 13 },
  /** Empty: the bundled one. Nothing that could end a CSS string. */
  'terminals.fontFamily': { kind: 'text', maxLength: 80, pattern: /^[\p{L}\p{N} ._-]*$/u, default: '' },
  /** Lines that the full-size view keeps above its screen. */
  'terminals.scrollback': { kind: 'number', min: 0, max: 50_000, default: 1000 },

  /** Caps on terminals, and after how long without a run one is closed. */
  'terminals.perAgent': {
    kind: 'number',
    min: 1,
    max: 64,
    default: 6,
    variable: 'DRAWBRIDGE_MAX_TERMINALS_PER_AGENT',
  },
  'terminals.inAll': { kind: 'number', min: 1, max: 256, default: 24, variable: 'DRAWBRIDGE_MAX_TERMINALS' },
  'terminals.idleMinutes': {
    kind: 'number',
    min: 2,
    max: 1440,
    default: 30,
    variable: 'DRAWBRIDGE_TERMINAL_IDLE_MINUTES',
  },
  /** Sessions of KoKo's file manager: in all, and after how long without use one is closed. */
  'files.sessions': { kind: 'number', min: 1, max: 64, default: 4, variable: 'DRAWBRIDGE_MAX_FILE_SESSIONS' },
  'files.idleMinutes': {
    kind: 'number',
    min: 1,
    max: 1440,
    default: 60,
    variable: 'DRAWBRIDGE_FILE_IDLE_MINUTES',
  },
  /** Recordings of terminals: how many days and MB are kept, and how much of one terminal. Only where a keychain keeps their key. */
  'recordings.on': { kind: 'switch', default: true },
  'recordings.days': { kind: 'number', min: 1, max: 3650, default: 30 },
  'recordings.totalMb': { kind: 'number', min: 10, max: 100_000, default: 1000 },
  'recordings.terminalMb': { kind: 'number', min: 1, max: 1000, default: 50 },

  /** Openings of terminals a site: at once, and a minute (command-engine §I). */
  'openingPacing.atOnce': { kind: 'number', min: 1, max: 20, default: 3, variable: 'DRAWBRIDGE_OPENINGS_AT_ONCE' },
  'openingPacing.perMinute': {
    kind: 'number',
    min: 1,
    max: 60,
    default: 6,
    variable: 'DRAWBRIDGE_OPENINGS_PER_MINUTE',
  },
} as const satisfies Readonly<Record<string, SettingDefinition>>;

export type SettingName = keyof typeof settingList;
type Definition<N extends SettingName> = (typeof settingList)[N];
export type SettingKind<N extends SettingName> = Definition<N>['kind'];
export type SettingValue<N extends SettingName> =
  Definition<N> extends { readonly options: readonly (infer Option)[] }
    ? Option
    : SettingKind<N> extends 'number'
      ? number
      : SettingKind<N> extends 'switch'
        ? boolean
        : string;
/** The names of one kind. */
export type SettingOf<K extends SettingDefinition['kind']> = {
  [N in SettingName]: SettingKind<N> extends K ? N : never;
}[SettingName];

export type SettingValues = { readonly [N in SettingName]: SettingValue<N> };
