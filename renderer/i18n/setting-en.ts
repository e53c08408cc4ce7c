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
  range: 'From {{min}} to {{max}}.',
  fromEnvironment: 'Said by {{variable}} while Drawbridge runs.',
  bundledFont: 'JetBrains Mono',
  of: {
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
      fontSize: { title: 'Size', text: 'In pixels. Tiles on the wall are one smaller.' },
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
