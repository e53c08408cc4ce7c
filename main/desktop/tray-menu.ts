import type { MenuItemConstructorOptions } from 'electron';
import type { AppState } from '../../preload/contract.ts';

/** What the tray's entries do. */
export interface TrayActions {
  open(): void;
  signIn(siteId: string): void;
  openTerminal(terminalId: string): void;
  raise(): void;
  lower(): void;
  quit(): void;
}

const texts = {
  en: {
    open: 'Open Drawbridge',
    signIn: (site: string) => `Sign in to ${site}`,
    again: (site: string) => `Sign in again to ${site}`,
    answer: (count: number) => (count === 1 ? 'Answer 1 question' : `Answer ${count} questions`),
    terminals: 'Terminals',
    none: 'No terminals',
    raise: 'Raise the bridge',
    lower: 'Lower the bridge',
    quit: 'Quit Drawbridge',
    quitSigningOut: (sites: string) => `Quit and sign out of ${sites}`,
  },
  'zh-CN': {
    open: '打开 Drawbridge',
    signIn: (site: string) => `登录 ${site}`,
    again: (site: string) => `重新登录 ${site}`,
    answer: (count: number) => `回答 ${count} 个问题`,
    terminals: '终端',
    none: '没有终端',
    raise: '升起吊桥',
    lower: '放下吊桥',
    quit: '退出 Drawbridge',
    quitSigningOut: (sites: string) => `退出并从 ${sites} 注销`,
  },
} as const;

/** Linux desktops cut long menus; the window lists the rest. */
const MAX_TERMINALS = 10;

/** The menu for a state: pure, so that its words and order are tested without a tray. */
export function trayMenu(state: AppState, actions: TrayActions): MenuItemConstructorOptions[] {
  const t = texts[state.locale];
  const live = state.terminals.filter((terminal) => terminal.state.kind !== 'closed').slice(0, MAX_TERMINALS);
  const signIns = state.sites
    .filter(({ session }) => session.kind !== 'signed-in' && session.kind !== 'signing-in')
    .map(
      (site): MenuItemConstructorOptions => ({
        id: `sign-in:${site.id}`,
        label: site.session.kind === 'signed-out' ? t.signIn(site.name) : t.again(site.name),
        click: () => actions.signIn(site.id),
      }),
    );
  // Browser-close mode (design §4): the site ends the session with the app.
  const ending = state.sites.filter(({ session }) => session.kind === 'signed-in' && session.endsWithApp);
  const quit = ending.length === 0 ? t.quit : t.quitSigningOut(ending.map(({ name }) => name).join(', '));
  return [
    { id: 'open', label: t.open, click: () => actions.open() },
    ...(state.questions.length === 0
      ? []
      : [{ id: 'answer', label: t.answer(state.questions.length), click: () => actions.open() }]),
    ...signIns,
    { type: 'separator' },
    {
      label: t.terminals,
      submenu:
        live.length === 0
          ? [{ label: t.none, enabled: false }]
          : live.map((terminal) => ({
              id: `terminal:${terminal.id}`,
              label: `${terminal.asset} · ${terminal.account} — ${terminal.agentName}`,
              click: () => actions.openTerminal(terminal.id),
            })),
    },
    { type: 'separator' },
    state.raised
      ? { id: 'lower', label: t.lower, click: () => actions.lower() }
      : { id: 'raise', label: t.raise, click: () => actions.raise() },
    { type: 'separator' },
    { id: 'quit', label: quit, click: () => actions.quit() },
  ];
}
