import type { Texts } from './en.ts';

export const handZhCN: Texts['hand'] = {
  takeOver: '接管',
  takeOverWhat: '由你来输入，{{agent}} 只能旁观，直到你交还。',
  driving: '正在由你操作。',
  looksOn: '{{agent}} 能看到此屏幕，但不能输入。',
  opens: '终端仍在打开，稍候即可输入。',
  leave: '离开终端键盘',
  handBack: '交还',
  handBackTo: '交还给 {{agent}}',
  note: '给 {{agent}} 的留言',
  noteHint: '如有必要，告诉 {{agent}} 你做了什么',
  canLook: '{{agent}} 可以查看，不能输入',
  you: '你',
  paste: {
    title_one: '将 {{count}} 行粘贴到 {{asset}}？',
    title_other: '将 {{count}} 行粘贴到 {{asset}}？',
    prompt: '上一行结束后才会运行下一行。JumpServer 会逐行检查并记录。',
    program: '这些行会发送给正在运行的程序，行与行之间按回车。',
    hidden: '文本中含有看不见的字符。',
    do: '粘贴',
  },
};
