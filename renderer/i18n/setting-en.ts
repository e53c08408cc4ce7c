/** The settings that the person changes, by their names in preload/contract-setting-list.ts. */
export const settingEn = {
  group: {
    text: 'Text in terminals',
    limits: 'Terminals of agents',
    sessions: 'Sessions',
    tray: 'Notifications and tray',
    notify: 'Tell me when',
    running: 'Running',
    noTray:
      'This desktop shows no tray icons, so a closed window is minimised. On GNOME the extension AppIndicator Support adds a tray.',
  },
  notUsed: '"{{typed}}" is not used.',
  give: {
    number: 'Give a whole number from {{min}} to {{max}}.',
    text: 'Give up to {{max}} letters, digits, blanks, dots or hyphens.',
  },
  join: '{{first}} {{second}}',
  range: 'From {{min}} to {{max}}.',
  fromEnvironment: 'Said by {{variable}} while Drawbridge runs.',
  bundledFont: 'JetBrains Mono',
  shortcut: {
    title: 'Shortcuts',
    everywhere: 'Everywhere on this computer',
    inWindow: 'In the window',
    palette: 'Search, and every command',
    allow: 'Allow what a question asks for',
    allowFor: 'Allow it for some minutes',
    queue: 'The question before and behind',
    find: 'Find in the terminal',
    runs: 'The run before and behind',
    back: 'Back',
    inReplay: 'While a recording plays',
    play: 'Play, pause',
    space: 'Space',
    seconds: 'Five seconds back and on',
    commands: 'The command before and behind',
    none: 'None',
    press: 'Press keys',
    clear: 'Clear',
    tooCommon: 'Add Ctrl, Alt or the like.',
    taken: 'Another program, or the desktop, has these keys. Press others.',
    notHeld: 'not ours',
    belongs: 'These keys belong to another program, or to the desktop.',
    other: 'Press other keys.',
  },
  keychain: {
    keychain: 'In this computer’s keychain',
    keychainText: 'Encrypted files of Drawbridge; the key to them is in the keychain and opens for your account only.',
    'kernel-keyring': 'In the kernel’s keyring',
    'kernel-keyringText':
      'There is no keychain here, so the key to Drawbridge’s encrypted files is in the kernel. It is gone when you log out of this computer.',
    'memory-only': 'In memory only',
    survives: 'survives a restart',
    signInEachTime: 'sign in after each start',
    why: {
      ok: 'Nothing secret is written to the disk.',
      locked: 'The keychain is locked. Until you unlock it, nothing secret is written to the disk.',
      'no-keychain':
        'This computer has no keychain, and nothing secret is written to the disk. On Linux, GNOME Keyring or KWallet gives it one.',
      failed: 'There is a keychain, but it did not work. Nothing secret is written to the disk; the log says more.',
    },
    keptThere: 'What is kept there',
    keptUntilQuit: 'What is kept until Drawbridge quits',
    kept: {
      sessions: 'Sessions of your sites',
      sessionsText: 'The cookies by which a JumpServer knows you, until the session ends.',
      keys: 'REST keys',
      keysText: 'Of sites whose discovery works after the session ends.',
      proxies: 'Passwords of proxies',
      proxiesText: 'Of those that asked you for one.',
      seals: 'Seals',
      sealsText: 'By them Drawbridge sees whether another hand changed what you accepted or decided.',
    },
    never: 'Never kept: your JumpServer password, one-time codes, and passwords that you type into terminals.',
  },
  updates: {
    title: 'Updates',
    now: 'This is Drawbridge {{version}}',
    none: 'It does not look for newer versions, and sends nothing anywhere to ask for one.',
    how: 'To update',
    howText:
      'Quit Drawbridge, put the new version in the place of the old one, and start it. Agents reconnect by themselves.',
    journal: 'Settings, the policy and the journal stay as they are, and sign-ins where a keychain keeps them.',
  },
  about: {
    licence: 'Apache License 2.0. Fonts under the SIL Open Font License.',
    testRuntime: 'An old Electron for the practice site and tests. It must not meet a real JumpServer.',
    diagnostics: 'Diagnostics',
    diagnosticsText: 'Versions, states and counts. No names, addresses, commands or secrets.',
  },
  of: {
    shortcuts: {
      raise: { title: 'Raise the bridge', text: 'Stops all agents at once, whatever window is in front.' },
    },
    language: {
      title: 'Language',
      text: 'Of the window, the tray, notifications and the bar above sign-in pages.',
      options: { system: 'As this computer', en: 'English', 'zh-CN': '简体中文' },
    },
    theme: {
      title: 'Colours',
      text: 'Of all windows of Drawbridge.',
      options: { system: 'As this computer', light: 'Light', dark: 'Dark' },
    },
    window: {
      onClose: {
        title: 'When the window closes',
        text: 'In the tray, agents go on and you are told when they need you.',
        options: { ask: 'Ask', keep: 'Keep running', quit: 'Quit' },
      },
      autostart: {
        title: 'Start with this computer',
        text: 'Drawbridge starts without its window when you log in.',
      },
    },
    notifications: {
      expiry: { title: 'A session is about to end', text: 'With a way to sign in again.' },
      requests: { title: 'Something waits for you', text: 'A question, or an agent that needs you to sign in.' },
      ended: { title: 'A session has ended', text: 'Open terminals go on; agents cannot open new ones.' },
    },
    keepAliveWhileIdleMinutes: {
      title: 'Keep sessions alive for, in minutes',
      text: 'After this long without work of yours or of an agent a session may run out.',
    },
    terminals: {
      fontSize: { title: 'Size', text: 'In pixels, in the full-size view.' },
      fontFamily: {
        title: 'Font',
        text: 'The name of a monospaced font on this computer; empty for the one that comes along.',
      },
      scrollback: { title: 'Lines to scroll back', text: 'In the full-size view.' },
      perAgent: {
        title: 'Open terminals of one agent',
        text: 'At the limit its own that is idle for longest is closed, else it waits.',
      },
      inAll: { title: 'Open terminals in all', text: 'Of all agents together.' },
      idleMinutes: {
        title: 'Close idle terminals after, in minutes',
        text: 'Its agent is told before. One that runs, or that you have open here, stays.',
      },
    },
    files: {
      sessions: {
        title: 'Open file sessions in all',
        text: 'At the limit the one that is idle for longest is closed.',
      },
      idleMinutes: { title: 'Close idle file sessions after, in minutes', text: 'The next call opens another.' },
    },
    recordings: {
      on: {
        title: 'Record terminals',
        text: 'What each prints, encrypted, to be played here again. What is typed into password prompts is not in it.',
      },
      days: { title: 'Keep recordings for, in days', text: 'Older ones are deleted.' },
      totalMb: { title: 'Keep recordings up to, in MB', text: 'Beyond that the oldest are deleted.' },
      terminalMb: { title: 'Record of one terminal up to, in MB', text: 'Of text, before it is compressed.' },
    },
    openingPacing: {
      atOnce: {
        title: 'Openings at once, for each site',
        text: 'JumpServer serves all its users from one budget; more may cost others their audit rows.',
      },
      perMinute: {
        title: 'Openings a minute, for each site',
        text: 'Beyond that agents wait their turn, and are told how long.',
      },
    },
  },
} as const;
