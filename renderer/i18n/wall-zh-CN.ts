import type { focusEn, wallEn } from './wall-en.ts';

export const wallZhCN: Readonly<Record<keyof typeof wallEn, string>> = {
  site: '站点',
  allSites: '所有站点',
  dismiss: '从墙上移除',
  dismissNamed: '从墙上移除 {{name}}',
  dismissEnded_one: '移除 {{count}} 个已结束的终端',
  dismissEnded_other: '移除 {{count}} 个已结束的终端',
};

export const focusZhCN: Readonly<Record<keyof typeof focusEn, string>> = {
  search: '在终端中搜索',
  matchCase: '区分大小写',
  asPattern: '正则表达式',
  previous: '上一个匹配（Shift Enter）',
  next: '下一个匹配（Enter）',
  closeSearch: '关闭搜索（Esc）',
  noMatch: '无匹配',
  badPattern: '无效的表达式',
  toEnd: '到末尾',
  runAt: '命令 {{command}}：{{how}}',
  linkAsk: '在浏览器中打开 {{host}}？',
  linkOpen: '打开',
  copySession: '复制 JumpServer 会话 ID',
  sessionCopied: '已复制',
};
