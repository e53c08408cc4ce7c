import { Notification } from 'electron';
import type { AppState } from '../../preload/contract.ts';
import { BusNotifications, type Notice, type NoticeButton } from './bus-notifications.ts';
import { GatheredNotices } from './gathered-notices.ts';
import type { QuestionNotice } from './question-notices.ts';

const texts = {
  en: {
    expiring: (site: string, minutes: number) => `${site}: the session ends in ${minutes} min`,
    expiringBody: 'Nobody has worked for a while. Sign in again to keep it going.',
    again: 'Sign in again',
    expired: (site: string) => `${site}: the session has ended`,
    manyExpiring: (count: number) => `${count} sessions end soon`,
    manyExpired: (count: number) => `${count} sessions have ended`,
    expiredBody: 'Open terminals go on. Sign in again so that agents can open new ones.',
    question: 'Drawbridge needs your answer',
    asks: (agent: string) => `${agent} asks for your permission`,
    others: (count: number) => (count === 1 ? '1 more waits' : `${count} more wait`),
    review: 'Review',
    refuse: 'Refuse',
    noTray: 'Drawbridge is minimised and goes on',
    noTrayBody: 'This desktop shows no tray icons, so there would be no way back to a hidden window.',
    waiting: (agent: string, site: string) => `${agent} needs you to sign in to ${site}`,
  },
  'zh-CN': {
    expiring: (site: string, minutes: number) => `${site}：会话将在 ${minutes} 分钟后结束`,
    expiringBody: '一段时间无人操作。重新登录即可继续。',
    again: '重新登录',
    expired: (site: string) => `${site}：会话已结束`,
    manyExpiring: (count: number) => `${count} 个会话即将结束`,
    manyExpired: (count: number) => `${count} 个会话已结束`,
    expiredBody: '已打开的终端不受影响。请重新登录，智能体才能打开新终端。',
    question: 'Drawbridge 需要你的回答',
    asks: (agent: string) => `${agent} 请求你的许可`,
    others: (count: number) => `另有 ${count} 个等待`,
    review: '查看',
    refuse: '拒绝',
    noTray: 'Drawbridge 已最小化，仍在运行',
    noTrayBody: '此桌面不显示托盘图标，窗口若隐藏就无法再打开。',
    waiting: (agent: string, site: string) => `${agent} 需要你登录 ${site}`,
  },
} as const;

/** The person turns each kind off by itself. */
type Kind = 'expiry' | 'requests' | 'ended';
/** `always`: what the person just did had an effect that they could not expect. */
type AnyKind = Kind | 'always';

export interface NotificationsPorts {
  readonly locale: () => AppState['locale'];
  readonly wants: (kind: Kind) => boolean;
  /** Opens the window: what several sites need is chosen there. */
  readonly open: () => void;
}

interface Ending {
  readonly site: string;
  readonly minutes: number;
  readonly signIn: () => void;
}

/** Desktop notifications: few, and each click leads to the thing it speaks of. */
export class Notifications {
  readonly #ports: NotificationsPorts;
  readonly #bus = new BusNotifications();
  readonly #expiring = new GatheredNotices<Ending>({
    now: Date.now,
    show: ([first, ...rest]) => {
      const t = this.#texts;
      return rest.length === 0
        ? this.#show('expiry', t.expiring(first.site, first.minutes), t.expiringBody, first.signIn, again(t, first))
        : this.#showMany('expiry', t.manyExpiring(rest.length + 1), [first, ...rest]);
    },
  });
  readonly #expired = new GatheredNotices<Ending>({
    now: Date.now,
    show: ([first, ...rest]) => {
      const t = this.#texts;
      return rest.length === 0
        ? this.#show('ended', t.expired(first.site), t.expiredBody, first.signIn, again(t, first))
        : this.#showMany('ended', t.manyExpired(rest.length + 1), [first, ...rest]);
    },
  });

  constructor(ports: NotificationsPorts) {
    this.#ports = ports;
  }

  get #texts(): (typeof texts)[AppState['locale']] {
    return texts[this.#ports.locale()];
  }

  sessionExpiring(site: string, minutes: number, signIn: () => void): () => void {
    return this.#expiring.add({ site, minutes, signIn });
  }

  sessionExpired(site: string, signIn: () => void): () => void {
    return this.#expired.add({ site, minutes: 0, signIn });
  }

  /** Only who asks, and where: what is asked may be long, secret or a trap, and stands in the window. Nothing is allowed here. */
  questionWaits({ site, agent, asset, others, review, refuse }: QuestionNotice): () => void {
    const t = this.#texts;
    const body = [asset, site, others === 0 ? '' : t.others(others)].filter((part) => part !== '').join(' · ');
    const buttons = [{ label: t.review, press: review }, ...(refuse ? [{ label: t.refuse, press: refuse }] : [])];
    return this.#show('requests', agent === '' ? t.question : t.asks(agent), body, review, buttons);
  }

  signInWanted(agent: string, site: string, onClick: () => void): void {
    this.#show('requests', this.#texts.waiting(agent, site), '', onClick);
  }

  /** The window was closed where no tray would bring it back. */
  minimisedWithoutTray(onClick: () => void): void {
    this.#show('always', this.#texts.noTray, this.#texts.noTrayBody, onClick);
  }

  #showMany(kind: Kind, title: string, endings: readonly Ending[]): () => void {
    return this.#show(kind, title, endings.map(({ site }) => site).join(', '), this.#ports.open);
  }

  /** `buttons` stand where the system shows them; a click anywhere else is `onClick`. Returns how to take it back. */
  #show(
    kind: AnyKind,
    title: string,
    body: string,
    onClick: () => void,
    buttons: readonly NoticeButton[] = [],
  ): () => void {
    if (kind !== 'always' && !this.#ports.wants(kind)) return () => {};
    const notice = { title, body, onClick, buttons };
    if (process.platform !== 'linux' || buttons.length === 0) return showByElectron(notice);
    let over = false;
    const shown = this.#bus.show(notice).then((takeBack) => {
      if (takeBack) return takeBack;
      return over ? () => {} : showByElectron(notice);
    });
    return () => {
      over = true;
      void shown.then((takeBack) => takeBack());
    };
  }

  dispose(): void {
    this.#bus.dispose();
  }
}

function showByElectron({ title, body, onClick, buttons }: Notice): () => void {
  if (!Notification.isSupported()) return () => {};
  const actions = buttons.map(({ label }) => ({ type: 'button' as const, text: label }));
  const notification = new Notification({ title, body, actions });
  notification.on('click', onClick);
  notification.on('action', (_event, index) => buttons[index]?.press());
  notification.show();
  return () => notification.close();
}

function again(t: { readonly again: string }, { signIn }: Ending): readonly NoticeButton[] {
  return [{ label: t.again, press: signIn }];
}
