import type { Texts } from './en.ts';

export const assetsZhCN: Texts['assetPage'] = {
  accounts: '账号',
  noAccounts: '没有授权给你的账号。',
  protocols: '协议',
  comment: '备注',
  open: '打开终端',
  openAs: '以 {{account}} 打开终端',
  opening: '正在打开 {{time}}',
  copyFor: '给智能体的引用（{{account}}）',
  close: '关闭详情',
  count_one: '{{n}} 个资产',
  count_other: '{{n}} 个资产',
};
