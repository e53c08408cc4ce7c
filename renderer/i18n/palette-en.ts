/** The command palette. */
export const paletteEn = {
  title: 'Search and commands',
  search: 'Search',
  placeholder: 'A page, a terminal, an asset, a command',
  none: 'Nothing is called that.',
  terminals: 'Terminals',
  assets: 'Assets',
  goTo: 'Go to',
  sites: 'Sites',
  agents: 'Agents',
  bridge: 'Bridge',
  settings: 'Settings',
  signIn: 'Sign in to {{name}}',
  browse: 'Assets of {{name}}',
  pause: 'Pause {{name}}',
  resume: 'Let {{name}} go on',
} as const;
