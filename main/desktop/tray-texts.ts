import type { AppState } from '../../preload/contract.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Every text of the tray: its tooltip and its menu. */
export interface TrayTexts {
  readonly raised: string;
  readonly none: string;
  readonly out: (site: string) => string;
  readonly signingIn: (site: string) => string;
  readonly expired: (site: string) => string;
  readonly unreachable: (site: string) => string;
  readonly expiring: (site: string, minutes: number) => string;
  readonly ready: (site: string, who: string) => string;
  readonly readyFor: (site: string, who: string, time: string) => string;
  readonly idle: (site: string, who: string) => string;
  readonly terminals: (count: number) => string;
  readonly questions: (count: number) => string;
  readonly needs: (count: number) => string;
  readonly open: string;
  readonly signIn: (site: string) => string;
  readonly signInAgain: (site: string) => string;
  readonly siteReady: (site: string) => string;
  readonly siteReadyFor: (site: string, time: string) => string;
  readonly answer: (count: number) => string;
  readonly waitsFor: (password: boolean) => string;
  readonly awaitsReview: string;
  readonly menuTerminals: string;
  readonly noTerminals: string;
  readonly pauseAgent: string;
  readonly raise: string;
  readonly lower: string;
  readonly settings: string;
  readonly quit: string;
  readonly quitSigningOut: (sites: string) => string;
  readonly hours: (count: number) => string;
  readonly minutes: (count: number) => string;
}

export const trayTexts: Readonly<Record<AppState['locale'], TrayTexts>> = {
  en: {
    raised: 'Drawbridge is raised: nothing passes until you lower it',
    none: 'Drawbridge: no site yet',
    out: (site) => `${site}: signed out`,
    signingIn: (site) => `${site}: signing in`,
    expired: (site) => `${site}: session expired, sign in again`,
    unreachable: (site) => `${site}: not reachable`,
    expiring: (site, minutes) => `${site}: session ends in ${minutes} min`,
    ready: (site, who) => `${site}: signed in as ${who}`,
    readyFor: (site, who, time) => `${site}: signed in as ${who}, ${time} left`,
    idle: (site, who) => `${site}: signed in as ${who}; idle, so not kept alive`,
    terminals: (count) => (count === 1 ? '1 terminal' : `${count} terminals`),
    questions: (count) => (count === 1 ? '1 question waits for you' : `${count} questions wait for you`),
    needs: (count) => (count === 1 ? '1 terminal needs you' : `${count} terminals need you`),
    open: 'Open Drawbridge',
    signIn: (site) => `Sign in to ${site}`,
    signInAgain: (site) => `Sign in again to ${site}`,
    siteReady: (site) => `${site}: signed in`,
    siteReadyFor: (site, time) => `${site}: signed in, ${time} left`,
    answer: (count) => (count === 1 ? 'Answer 1 question' : `Answer ${count} questions`),
    waitsFor: (password) => (password ? 'waits for a password' : 'waits for an answer'),
    awaitsReview: 'waits for a review',
    menuTerminals: 'Terminals',
    noTerminals: 'No terminals',
    pauseAgent: 'Pause an agent',
    raise: 'Raise the bridge',
    lower: 'Lower the bridge',
    settings: 'Settings',
    quit: 'Quit Drawbridge',
    quitSigningOut: (sites) => `Quit and sign out of ${sites}`,
    hours: (count) => `${count} h`,
    minutes: (count) => `${count} min`,
  },
  'zh-CN': {
    raised: '吊桥已升起：放下之前不放行任何操作',
    none: 'Drawbridge：还没有站点',
    out: (site) => `${site}：未登录`,
    signingIn: (site) => `${site}：正在登录`,
    expired: (site) => `${site}：会话已过期，请重新登录`,
    unreachable: (site) => `${site}：无法连接`,
    expiring: (site, minutes) => `${site}：会话将在 ${minutes} 分钟后结束`,
    ready: (site, who) => `${site}：已登录为 ${who}`,
    readyFor: (site, who, time) => `${site}：已登录为 ${who}，还剩 ${time}`,
    idle: (site, who) => `${site}：已登录为 ${who}；空闲中，不再自动续期`,
    terminals: (count) => `${count} 个终端`,
    questions: (count) => `${count} 个问题等你回答`,
    needs: (count) => `${count} 个终端需要你`,
    open: '打开 Drawbridge',
    signIn: (site) => `登录 ${site}`,
    signInAgain: (site) => `重新登录 ${site}`,
    siteReady: (site) => `${site}：已登录`,
    siteReadyFor: (site, time) => `${site}：已登录，还剩 ${time}`,
    answer: (count) => `回答 ${count} 个问题`,
    waitsFor: (password) => (password ? '等待输入密码' : '等待回答'),
    awaitsReview: '等待复核',
    menuTerminals: '终端',
    noTerminals: '没有终端',
    pauseAgent: '暂停智能体',
    raise: '升起吊桥',
    lower: '放下吊桥',
    settings: '设置',
    quit: '退出 Drawbridge',
    quitSigningOut: (sites) => `退出并从 ${sites} 注销`,
    hours: (count) => `${count} 小时`,
    minutes: (count) => `${count} 分钟`,
  },
};

/** Whole hours, and minutes in the last one: a menu that changes each minute would not hold still under the pointer. */
export function lasts(ms: number, t: TrayTexts): string {
  if (ms >= HOUR) return t.hours(Math.floor(ms / HOUR));
  return t.minutes(Math.max(1, Math.ceil(ms / MINUTE)));
}
