import type { Clock } from '../errors/clock.ts';
import { endsAt, expiringFrom, keepAliveEveryMs, type SessionClockState } from './session-clock.ts';

/** How often an idle session is looked at without extending it (protocol §3.3): far below any throttle. */
const OBSERVE_EVERY_MS = 60_000;
/** Two looks never follow each other faster, however short the session lives. */
const SHORTEST_PAUSE_MS = 250;

export interface SessionWatchPorts {
  readonly clock: Clock;
  /** Extends the session on the server. */
  readonly keepAlive: () => Promise<void>;
  /** Asks who is signed in, without extending. */
  readonly look: () => Promise<unknown>;
  /** The end is near and nobody has extended the session; told again about every minute, for the countdown. */
  readonly onExpiring: (endsAt: number) => void;
  /** Nobody works any more, so the session is no longer extended (true); somebody does again (false). */
  readonly onIdle: (idle: boolean) => void;
  /** Keep-alive stops after this long without anybody working. */
  readonly keepAliveWhileIdleMs: () => number;
  readonly onFault: (error: unknown) => void;
}

/** Watches one web session from sign-in to its end: extends it while somebody works, observes it while nobody does. */
export class SessionWatch {
  readonly #ports: SessionWatchPorts;
  #session: SessionClockState = { renewedAt: 0, lifeMs: null };
  #lastWork = 0;
  #idle = false;
  #cancel: (() => void) | undefined;

  constructor(ports: SessionWatchPorts) {
    this.#ports = ports;
  }

  /** Null where the site does not tell (browser-close mode). */
  get endsAt(): number | null {
    return endsAt(this.#session);
  }

  /** Nobody has worked for a while: the session is observed and not extended. */
  get idle(): boolean {
    return this.#idle;
  }

  /** A session that was renewed just now. */
  start(lifeMs: number | null): void {
    this.#session = { renewedAt: this.#ports.clock.now(), lifeMs };
    this.touch();
    this.#later(this.#pause());
  }

  /** Goes on with the session as it is known, beginning with a look. */
  resume(): void {
    this.#later(0);
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  touch(): void {
    this.#lastWork = this.#ports.clock.now();
    if (!this.#idle) return;
    this.#setIdle(false);
    if (this.#cancel) this.#later(0);
  }

  /** An answer came on a path that extends the session; its Max-Age where it named one. */
  renewed(lifeMs: number | null = this.#session.lifeMs): void {
    this.#session = { lifeMs, renewedAt: this.#ports.clock.now() };
  }

  #setIdle(idle: boolean): void {
    if (this.#idle === idle) return;
    this.#idle = idle;
    this.#ports.onIdle(idle);
  }

  #later(ms: number): void {
    this.stop();
    const cancel = this.#ports.clock.after(ms, () => {
      this.#tick(() => this.#cancel === cancel).catch(this.#ports.onFault);
    });
    this.#cancel = cancel;
  }

  /** `current` turns false when the watch was stopped or started anew meanwhile. */
  async #tick(current: () => boolean): Promise<void> {
    const { clock } = this.#ports;
    this.#setIdle(clock.now() - this.#lastWork >= this.#ports.keepAliveWhileIdleMs());
    const due = clock.now() - this.#session.renewedAt >= keepAliveEveryMs(this.#session);
    try {
      await (due && !this.#idle ? this.#ports.keepAlive() : this.#ports.look());
    } finally {
      if (current()) {
        const from = expiringFrom(this.#session);
        const end = endsAt(this.#session);
        if (from !== null && end !== null && clock.now() >= from) this.#ports.onExpiring(end);
        this.#later(this.#pause());
      }
    }
  }

  /** Until the next moment that matters: an observation, a keep-alive, the beginning of `expiring`, the end. */
  #pause(): number {
    const now = this.#ports.clock.now();
    const keepAliveDue = this.#session.renewedAt + keepAliveEveryMs(this.#session) - now;
    const moments = [keepAliveDue, (expiringFrom(this.#session) ?? 0) - now, (endsAt(this.#session) ?? 0) - now];
    return Math.max(SHORTEST_PAUSE_MS, Math.min(OBSERVE_EVERY_MS, ...moments.filter((ms) => ms > 0)));
  }
}
