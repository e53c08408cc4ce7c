/** The person's hand on a terminal: zh-CN has the same keys. */
export const handEn = {
  takeOver: 'Take over',
  takeOverWhat: 'You type, and {{agent}} looks on until you hand it back.',
  driving: 'You are driving.',
  looksOn: '{{agent}} sees this screen and cannot type.',
  opens: 'It is still opening; you can type in a moment.',
  leave: 'leaves the keyboard',
  handBack: 'Hand back',
  handBackTo: 'Hand back to {{agent}}',
  note: 'Note for {{agent}}',
  noteHint: 'Tell {{agent}} what you did, if it should know',
  canLook: '{{agent}} can look, not type',
  you: 'you',
  paste: {
    title_one: 'Paste {{count}} line into {{asset}}?',
    title_other: 'Paste {{count}} lines into {{asset}}?',
    prompt: 'Each line is run as soon as the one before has ended. JumpServer checks and records them one by one.',
    program: 'The lines go to what runs there, with Enter between them.',
    hidden: 'The text has characters that you would not see.',
    do: 'Paste',
  },
};
