import { Notification } from 'electron';
import type { AppState } from '../../preload/contract.ts';

const texts = {
  en: {
    expired: (site: string) => `${site}: the session has ended`,
    expiredBody: 'Open terminals go on. Sign in again so that agents can open new ones.',
    waiting: (agent: string, site: string) => `${agent} needs you to sign in to ${site}`,
  },
  'zh-CN': {
    expired: (site: string) => `${site}：会话已结束`,
    expiredBody: '已打开的终端不受影响。请重新登录，代理才能打开新终端。',
    waiting: (agent: string, site: string) => `${agent} 需要你登录 ${site}`,
  },
} as const;

/** Desktop notifications: few, and each click leads to the thing it speaks of. */
export class Notifications {
  readonly #locale: AppState['locale'];

  constructor(locale: AppState['locale']) {
    this.#locale = locale;
  }

  sessionExpired(site: string, onClick: () => void): void {
    const t = texts[this.#locale];
    this.#show(t.expired(site), t.expiredBody, onClick);
  }

  signInWanted(agent: string, site: string, onClick: () => void): void {
    this.#show(texts[this.#locale].waiting(agent, site), '', onClick);
  }

  #show(title: string, body: string, onClick: () => void): void {
    if (!Notification.isSupported()) return;
    const notification = new Notification({ title, body });
    notification.on('click', onClick);
    notification.show();
  }
}
