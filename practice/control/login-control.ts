import { type LoginChange, type LoginSettings, loginChange } from '../login/login-settings.ts';
import type { SiteState } from '../site-state.ts';

/** Everything about how people come in: what a sign-in demands, and what a test may look up or decide. */
export class LoginControl {
  readonly #site: SiteState;

  constructor(site: SiteState) {
    this.#site = site;
  }

  settings(): LoginSettings {
    return { ...this.#site.settings.login };
  }

  /** Changes some settings, from the next request on. Throws a ZodError that names what is wrong. */
  set(change: LoginChange): void {
    const given = Object.entries(loginChange.parse(change)).filter(([, value]) => value !== undefined);
    Object.assign(this.#site.settings.login, Object.fromEntries(given));
  }

  /** Sets or lifts the mark that a failed login leaves on an address. Without an address it lifts all. */
  markFailed(ip: string): void {
    this.#site.login.failureMarks.mark(ip);
  }

  clearFailureMarks(): void {
    this.#site.login.failureMarks.clear();
  }

  /** The answer to an open challenge, by its `captcha_0`. */
  captchaAnswer(key: string): string | undefined {
    return this.#site.login.captchas.find(key)?.answer;
  }

  /** Every open challenge runs out now, as after five minutes. */
  expireCaptchas(): void {
    this.#site.login.captchas.expireAll();
  }
}
