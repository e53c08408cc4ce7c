/** An asset in full, and what can be done with it. */
export const assetsEn = {
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
