import type { Texts } from './en.ts';

export const paletteZhCN: Texts['palette'] = {
  title: '搜索与命令',
  search: '搜索',
  placeholder: '页面、终端、资产或命令',
  none: '没有找到。',
  terminals: '终端',
  assets: '资产',
  goTo: '前往',
  sites: '站点',
  agents: '智能体',
  bridge: '吊桥',
  settings: '设置',
  signIn: '登录 {{name}}',
  browse: '{{name}} 的资产',
  pause: '暂停 {{name}}',
  resume: '让 {{name}} 继续',
};
