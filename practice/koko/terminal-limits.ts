import type { SiteSettings } from '../options.ts';

/** After a failed permission re-check the session is cut in ten minutes (protocol 7.9). */
const PERMISSION_GRACE_MS = 10 * 60_000;

/** The limits that KoKo tests on a tick: idle time, whole time, lost permission (protocol 7.8). */
export class TerminalLimits {
  readonly #settings: SiteSettings;
  readonly #onReached: (text: string) => void;
  readonly #ticker: NodeJS.Timeout;
  readonly #startedAt = Date.now();
  #activeAt = Date.now();
  #permissionLostAt: number | undefined;

  constructor(settings: SiteSettings, onReached: (text: string) => void) {
    this.#settings = settings;
    this.#onReached = onReached;
    this.#ticker = setInterval(() => this.#look(), settings.limitTickSeconds * 1000);
  }

  /** Input, output and resize count; a JSON PING does not. */
  active(): void {
    this.#activeAt = Date.now();
  }

  permission(isValid: boolean): void {
    this.#permissionLostAt = isValid ? undefined : (this.#permissionLostAt ?? Date.now());
  }

  dispose(): void {
    clearInterval(this.#ticker);
  }

  #look(): void {
    const { maxIdleMinutes, maxSessionHours } = this.#settings;
    const now = Date.now();
    if (this.#permissionLostAt !== undefined && now - this.#permissionLostAt >= PERMISSION_GRACE_MS) {
      this.#onReached('Permission has expired, disconnect');
    } else if (now - this.#startedAt >= maxSessionHours * 3_600_000) {
      this.#onReached('Session max time reached, disconnect');
    } else if (now - this.#activeAt >= maxIdleMinutes * 60_000) {
      this.#onReached(`Connect idle more than ${maxIdleMinutes} minutes, disconnect`);
    }
  }
}
