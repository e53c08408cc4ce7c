import type { Clock } from '../errors/clock.ts';
import { type DrawbridgeError, toDrawbridgeError } from '../errors/drawbridge-error.ts';
import type { Log } from '../log/log.ts';
import { QuietPeriod } from './quiet-period.ts';
import { dismissedError, failedError, signedOutError, unreachableError } from './sign-in-errors.ts';
import type { SessionState, SignInResult, SiteSettings } from './site-model.ts';

export interface SignInDeskPorts {
  readonly settings: SiteSettings;
  readonly clock: Clock;
  readonly log: Log;
}

/** Whether the person may be asked now, and the asking itself: nothing pops up that was just sent away. */
export class SignInDesk {
  readonly #ports: SignInDeskPorts;
  readonly #quiet = new QuietPeriod();
  #leaving = new AbortController();

  constructor(ports: SignInDeskPorts) {
    this.#ports = ports;
  }

  /** Throws where a call must not make a window appear: the person has sent it away, or it could not load. */
  refuseUnasked(state: SessionState): void {
    const { clock, settings } = this.#ports;
    if (state.kind === 'unreachable') throw unreachableError(state.message, state.code);
    if (state.kind === 'signed-out' && state.why === 'by-person') throw signedOutError(settings.name);
    if (!this.#quiet.holds(clock.now())) return;
    throw state.kind === 'signed-out' && state.why === 'failed'
      ? failedError(settings.name, state.message)
      : dismissedError(settings.name);
  }

  /** Rejects only when the site ends (`ending`) or the person signs out meanwhile. */
  async ask(signIn: (signal: AbortSignal) => Promise<SignInResult>, ending: AbortSignal): Promise<SignInResult> {
    const { clock, log, settings } = this.#ports;
    this.#leaving = new AbortController();
    const signal = AbortSignal.any([ending, this.#leaving.signal]);
    const result = await signIn(signal).catch((error: unknown): SignInResult => {
      signal.throwIfAborted();
      log.warn('sign-in failed', { site: settings.id, error });
      return { kind: 'failed', message: toDrawbridgeError(error).message };
    });
    signal.throwIfAborted();
    if (result.kind === 'signed-in') this.#quiet.over();
    else this.#quiet.dismissed(clock.now());
    return result;
  }

  /** The person signs out: a window that is open closes, a conversation ends. */
  leave(why: DrawbridgeError = signedOutError(this.#ports.settings.name)): void {
    this.#leaving.abort(why);
  }
}
