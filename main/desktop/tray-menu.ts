import type { MenuItemConstructorOptions } from 'electron';
import type { AppState, SiteView } from '../../preload/contract.ts';
import { label as oneLine } from '../mcp/untrusted-text.ts';
import { lasts, type TrayTexts, trayTexts } from './tray-texts.ts';

/** What the tray's entries do. */
export interface TrayActions {
  open(): void;
  signIn(siteId: string): void;
  openTerminal(terminalId: string): void;
  openSettings(): void;
  pauseAgent(agentId: string): void;
  resumeAgent(agentId: string): void;
  raise(): void;
  lower(): void;
  quit(): void;
}

/** Linux desktops cut long menus; the window lists the rest. */
const MAX_TERMINALS = 10;
const MAX_WAITING = 5;
/** Of one name; menus are as wide as their longest line. */
const MOST_LETTERS = 48;

/** Names come from servers and agents: one line, nothing hidden in it, and a `&` is a `&` and no mnemonic. */
const shown = (name: string): string => oneLine(name, MOST_LETTERS).replace(/&/g, '&&');

/** The menu for a state: pure, so that its words and order are tested without a tray. What waits for the person comes first. */
export function trayMenu(state: AppState, actions: TrayActions, now: number): MenuItemConstructorOptions[] {
  const t = trayTexts[state.locale];
  const keys = state.settings['shortcuts.raise'];
  // Shown beside the words; the keys themselves are held elsewhere (raise-shortcut.ts).
  const shortcut =
    state.desktop.raiseShortcut === 'holds' && keys !== '' ? { accelerator: keys, registerAccelerator: false } : {};
  const live = state.terminals.filter((terminal) => terminal.state.kind !== 'closed');
  // Browser-close mode (design §4): the site ends the session with the app.
  const ending = state.sites.filter(({ session }) => session.kind === 'signed-in' && session.endsWithApp);
  const quit = ending.length === 0 ? t.quit : t.quitSigningOut(ending.map(({ name }) => shown(name)).join(', '));
  return [
    ...waiting(state, actions, t),
    { id: 'open', label: t.open, click: () => actions.open() },
    ...state.sites.map((site) => siteEntry(site, actions, t, now)),
    { type: 'separator' },
    {
      label: t.menuTerminals,
      submenu:
        live.length === 0
          ? [{ label: t.noTerminals, enabled: false }]
          : live.slice(0, MAX_TERMINALS).map((terminal) => ({
              id: `terminal:${terminal.id}`,
              label: terminalName(terminal),
              click: () => actions.openTerminal(terminal.id),
            })),
    },
    ...agents(state, actions, t),
    { type: 'separator' },
    state.raised
      ? { id: 'lower', label: t.lower, click: () => actions.lower() }
      : { id: 'raise', label: t.raise, ...shortcut, click: () => actions.raise() },
    { type: 'separator' },
    { id: 'settings', label: t.settings, click: () => actions.openSettings() },
    { id: 'quit', label: quit, click: () => actions.quit() },
  ];
}

/** Questions first: they have a deadline. Then terminals that stand still. */
function waiting(state: AppState, actions: TrayActions, t: TrayTexts): readonly MenuItemConstructorOptions[] {
  const asked = new Set(state.questions.flatMap((question) => ('terminalId' in question ? [question.terminalId] : [])));
  const terminals = state.terminals.flatMap((terminal): readonly MenuItemConstructorOptions[] => {
    const { kind } = terminal.state;
    if ((kind !== 'needs-input' && kind !== 'awaiting-review') || asked.has(terminal.id)) return [];
    const wants =
      terminal.state.kind === 'needs-input' ? t.waitsFor(terminal.state.input === 'password') : t.awaitsReview;
    return [
      {
        id: `waits:${terminal.id}`,
        label: `${shown(terminal.asset)}: ${wants}`,
        click: () => actions.openTerminal(terminal.id),
      },
    ];
  });
  if (state.questions.length + terminals.length === 0) return [];
  return [
    ...(state.questions.length === 0
      ? []
      : [{ id: 'answer', label: t.answer(state.questions.length), click: () => actions.open() }]),
    ...terminals.slice(0, MAX_WAITING),
    { type: 'separator' },
  ];
}

/** A check mark is a paused one; the entry turns it. */
function agents(state: AppState, actions: TrayActions, t: TrayTexts): readonly MenuItemConstructorOptions[] {
  if (state.agents.length === 0) return [];
  const submenu = state.agents.slice(0, MAX_TERMINALS).map(
    ({ id, name, hold }): MenuItemConstructorOptions => ({
      id: `pause:${id}`,
      label: shown(name),
      type: 'checkbox',
      checked: hold !== null,
      click: () => (hold === null ? actions.pauseAgent(id) : actions.resumeAgent(id)),
    }),
  );
  return [{ id: 'pause', label: t.pauseAgent, submenu }];
}

/** One line a site; where the person can do something about it, the line does it. */
function siteEntry(site: SiteView, actions: TrayActions, t: TrayTexts, now: number): MenuItemConstructorOptions {
  const { session } = site;
  const name = shown(site.name);
  switch (session.kind) {
    case 'signed-in': {
      const label = session.endsAt === null ? t.siteReady(name) : t.siteReadyFor(name, lasts(session.endsAt - now, t));
      return { id: `site:${site.id}`, label, click: () => actions.open() };
    }
    case 'signing-in':
      return { id: `site:${site.id}`, label: t.signingIn(name), click: () => actions.signIn(site.id) };
    case 'signed-out':
      return { id: `sign-in:${site.id}`, label: t.signIn(name), click: () => actions.signIn(site.id) };
    default:
      return { id: `sign-in:${site.id}`, label: t.signInAgain(name), click: () => actions.signIn(site.id) };
  }
}

function terminalName({ asset, account, agentName }: AppState['terminals'][number]): string {
  const place = `${shown(asset)} · ${shown(account)}`;
  return agentName === '' ? place : `${place} — ${shown(agentName)}`;
}
