import type { Texts } from './en.ts';

export const assetsZhCN: Texts['assetPage'] = {
  groups: '资产分组',
  group: { all: '全部资产', favourites: '收藏', recent: '最近使用' },
  favourite: '收藏',
  empty: {
    all: '{{name}} 上没有授权给你的资产。',
    favourites: '{{name}} 上还没有收藏。在资产详情中点星标即可收藏。',
    recent: '还没有在 {{name}} 上打开过终端。',
    node: '这个节点下没有资产。',
  },
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
