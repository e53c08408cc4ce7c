import type { AppState, SiteView } from '../../preload/contract.ts';

/** The five shapes of the tray icon, told apart without colour (window.md). */
export type TrayShape = 'outline' | 'lowered' | 'attention' | 'half' | 'raised';

export interface TrayHealth {
  readonly shape: TrayShape;
  readonly tooltip: string;
}

const texts = {
  en: {
    raised: 'Drawbridge is raised: nothing passes until you lower it',
    none: 'Drawbridge: no site yet',
    out: (site: string) => `${site}: signed out`,
    signingIn: (site: string) => `${site}: signing in`,
    expired: (site: string) => `${site}: session expired, sign in again`,
    unreachable: (site: string) => `${site}: not reachable`,
    expiring: (site: string, minutes: number) => `${site}: session ends in ${minutes} min`,
    ready: (site: string, who: string) => `${site}: signed in as ${who}`,
    idle: (site: string, who: string) => `${site}: signed in as ${who}; idle, so not kept alive`,
    terminals: (count: number) => (count === 1 ? '1 terminal' : `${count} terminals`),
    questions: (count: number) => (count === 1 ? '1 question waits for you' : `${count} questions wait for you`),
    needs: (count: number) => (count === 1 ? '1 terminal needs you' : `${count} terminals need you`),
  },
  'zh-CN': {
    raised: '吊桥已升起：放下之前不放行任何操作',
    none: 'Drawbridge：还没有站点',
    out: (site: string) => `${site}：未登录`,
    signingIn: (site: string) => `${site}：正在登录`,
    expired: (site: string) => `${site}：会话已过期，请重新登录`,
    unreachable: (site: string) => `${site}：无法连接`,
    expiring: (site: string, minutes: number) => `${site}：会话将在 ${minutes} 分钟后结束`,
    ready: (site: string, who: string) => `${site}：已登录为 ${who}`,
    idle: (site: string, who: string) => `${site}：已登录为 ${who}；空闲中，不再自动续期`,
    terminals: (count: number) => `${count} 个终端`,
    questions: (count: number) => `${count} 个问题等你回答`,
    needs: (count: number) => `${count} 个终端需要你`,
  },
} as const;

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

function siteLine(site: SiteView, now: number, t: (typeof texts)[AppState['locale']]): string {
  const { session } = site;
  switch (session.kind) {
    case 'signed-in':
      return (session.keptAlive ? t.ready : t.idle)(site.name, session.user.username);
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
  const t = texts[state.locale];
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
