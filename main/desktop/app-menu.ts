import type { MenuItemConstructorOptions } from 'electron';
import type { AppState } from '../../preload/contract.ts';

const texts = {
  en: {
    edit: 'Edit',
    view: 'View',
    window: 'Window',
    hide: 'Hide Drawbridge',
    quit: 'Quit Drawbridge',
    undo: 'Undo',
    redo: 'Redo',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    selectAll: 'Select all',
    zoomIn: 'Larger',
    zoomOut: 'Smaller',
    resetZoom: 'Actual size',
    fullScreen: 'Full screen',
    minimise: 'Minimise',
    close: 'Close',
  },
  'zh-CN': {
    edit: '编辑',
    view: '显示',
    window: '窗口',
    hide: '隐藏 Drawbridge',
    quit: '退出 Drawbridge',
    undo: '撤销',
    redo: '重做',
    cut: '剪切',
    copy: '拷贝',
    paste: '粘贴',
    selectAll: '全选',
    zoomIn: '放大',
    zoomOut: '缩小',
    resetZoom: '实际大小',
    fullScreen: '全屏',
    minimise: '最小化',
    close: '关闭',
  },
} as const;

/**
 * The app's menu in the place of Electron's own, which reloads pages, opens developer tools over the sign-in window, and
 * takes keys that belong to a terminal. macOS needs one for its edit keys; elsewhere it is never shown, and has zoom only.
 */
export function appMenu(
  locale: AppState['locale'],
  platform: NodeJS.Platform,
  quit: () => void,
): MenuItemConstructorOptions[] {
  const t = texts[locale];
  const view: MenuItemConstructorOptions = {
    label: t.view,
    submenu: [
      { role: 'zoomIn', label: t.zoomIn },
      { role: 'zoomOut', label: t.zoomOut },
      { role: 'resetZoom', label: t.resetZoom },
      { role: 'togglefullscreen', label: t.fullScreen },
    ],
  };
  if (platform !== 'darwin') return [view];
  return [
    {
      label: 'Drawbridge',
      submenu: [
        { role: 'hide', label: t.hide },
        { type: 'separator' },
        { label: t.quit, accelerator: 'Command+Q', click: quit },
      ],
    },
    {
      label: t.edit,
      submenu: [
        { role: 'undo', label: t.undo },
        { role: 'redo', label: t.redo },
        { type: 'separator' },
        { role: 'cut', label: t.cut },
        { role: 'copy', label: t.copy },
        { role: 'paste', label: t.paste },
        { role: 'selectAll', label: t.selectAll },
      ],
    },
    view,
    {
      label: t.window,
      submenu: [
        { role: 'minimize', label: t.minimise },
        { role: 'close', label: t.close },
      ],
    },
  ];
}
