import type { wallEn } from './wall-en.ts';

export const wallZhCN: Readonly<Record<keyof typeof wallEn, string>> = {
  site: '站点',
  allSites: '所有站点',
  dismiss: '从墙上移除',
  dismissNamed: '从墙上移除 {{name}}',
  dismissEnded_one: '移除 {{count}} 个已结束的终端',
  dismissEnded_other: '移除 {{count}} 个已结束的终端',
};
