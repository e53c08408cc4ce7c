/** Texts of the wall, under `wall`. */
export const wallEn = {
  site: 'Site',
  allSites: 'All sites',
  dismiss: 'Take off the wall',
  dismissNamed: 'Take {{name}} off the wall',
  dismissEnded_one: 'Take {{count}} ended off the wall',
  dismissEnded_other: 'Take {{count}} ended off the wall',
};

/** Texts of the terminal at full size, under `focus`. */
export const focusEn = {
  search: 'Search in the terminal',
  matchCase: 'Match case',
  asPattern: 'Regular expression',
  previous: 'Previous match (Shift Enter)',
  next: 'Next match (Enter)',
  closeSearch: 'Close the search (Escape)',
  noMatch: 'no match',
  badPattern: 'no pattern',
  toEnd: 'To the end',
  runAt: 'Run {{command}}: {{how}}',
  linkAsk: 'Open {{host}} in your browser?',
  linkOpen: 'Open',
  copySession: 'Copy the JumpServer session id',
  sessionCopied: 'Copied',
};
