/** An asset in full, and what can be done with it. */
export const assetsEn = {
  groups: 'Groups of assets',
  group: { all: 'All assets', favourites: 'Favourites', recent: 'Recent' },
  favourite: 'Favourite',
  empty: {
    all: 'No asset is granted to you on {{name}}.',
    favourites: 'No favourites on {{name}} yet. The star in the details of an asset makes it one.',
    recent: 'No terminal was opened on {{name}} yet.',
    node: 'No asset stands in this node.',
  },
  accounts: 'Accounts',
  noAccounts: 'No account on it is granted to you.',
  protocols: 'Protocols',
  comment: 'Comment',
  open: 'Open a terminal',
  openAs: 'Open a terminal as {{account}}',
  opening: 'Opening {{time}}',
  copyFor: 'Reference for an agent, as {{account}}',
  close: 'Close the details',
  count_one: '{{n}} asset',
  count_other: '{{n}} assets',
} as const;
