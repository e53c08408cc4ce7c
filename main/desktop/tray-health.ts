import type { AppState, SiteView } from '../../preload/contract.ts';
import { lasts, type TrayTexts, trayTexts } from './tray-texts.ts';

/** The five shapes of the tray icon, told apart without colour (window.md). */
export type TrayShape = 'outline' | 'lowered' | 'attention' | 'half' | 'raised';

export interface TrayHealth {
  readonly shape: TrayShape;
  readonly tooltip: string;
}

/** How much one site asks for attention; the highest decides the shape. */
function rank(site: SiteView): TrayShape {
  switch (site.session.kind) {
    case 'signed-in':
      return 'lowered';
    case 'expiring':
      return 'half';
    case 'expired':
    case 'unreachable':
      return 'attention';
    case 'signing-in':
    case 'signed-out':
      return 'outline';
    default:
      return site.session satisfies never;
  }
}

const order: readonly TrayShape[] = ['attention', 'half', 'lowered', 'outline'];

function siteLine(site: SiteView, now: number, t: TrayTexts): string {
  const { session } = site;
  switch (session.kind) {
    case 'signed-in':
      if (!session.keptAlive) return t.idle(site.name, session.user.username);
      return session.endsAt === null
        ? t.ready(site.name, session.user.username)
        : t.readyFor(site.name, session.user.username, lasts(session.endsAt - now, t));
    case 'expiring':
      return t.expiring(site.name, Math.max(1, Math.ceil((session.endsAt - now) / 60_000)));
    case 'expired':
      return t.expired(site.name);
    case 'unreachable':
      return t.unreachable(site.name);
    case 'signing-in':
      return t.signingIn(site.name);
    case 'signed-out':
      return t.out(site.name);
    default:
      return session satisfies never;
  }
}

/** Shape and tooltip for the state; `now` in ms since the epoch. */
export function trayHealth(state: AppState, now: number): TrayHealth {
  const t = trayTexts[state.locale];
  if (state.raised) return { shape: 'raised', tooltip: t.raised };
  if (state.sites.length === 0) return { shape: 'outline', tooltip: t.none };
  const live = state.terminals.filter((terminal) => terminal.state.kind !== 'closed');
  const waiting = live.filter(({ state: { kind } }) => kind === 'needs-input' || kind === 'awaiting-review');
  const shapes = state.sites.map(rank);
  const worst = order.find((shape) => shapes.includes(shape)) ?? 'outline';
  const lines = state.sites.map((site) => siteLine(site, now, t));
  const asked = state.questions.length;
  if (asked > 0) lines.push(t.questions(asked));
  if (waiting.length > 0) lines.push(t.needs(waiting.length));
  else if (live.length > 0) lines.push(t.terminals(live.length));
  return { shape: waiting.length + asked > 0 && worst === 'lowered' ? 'attention' : worst, tooltip: lines.join('\n') };
}
