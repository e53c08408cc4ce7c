/** Paths whose answers refresh the cookie's date but not the session on the server (protocol §3.3). */
const NOT_RENEWING = ['/api/v1/users/profile/', '/api/v1/authentication/user-session/'];

export function renewsSession(path: string): boolean {
  return !NOT_RENEWING.some((prefix) => path.startsWith(prefix));
}

const TEN_MINUTES_MS = 600_000;

/** What is known of a session's end; times in ms since the epoch. */
export interface SessionClockState {
  /** When the server last renewed the session for us. */
  readonly renewedAt: number;
  /** Life of the session in ms, from the cookie's Max-Age; null in browser-close mode. */
  readonly lifeMs: number | null;
}

export function endsAt(state: SessionClockState): number | null {
  return state.lifeMs === null ? null : state.renewedAt + state.lifeMs;
}

/** `expiring` begins the shorter of 10 minutes and a fifth of the life before the end (design §4). */
export function expiringFrom(state: SessionClockState): number | null {
  const end = endsAt(state);
  return end === null || state.lifeMs === null ? null : end - Math.min(TEN_MINUTES_MS, state.lifeMs / 5);
}

/** Often enough that one lost request does not matter, never more than every 5 minutes… except for very short lives. */
export function keepAliveEveryMs(state: SessionClockState): number {
  const life = state.lifeMs ?? 4 * TEN_MINUTES_MS;
  return Math.max(5_000, Math.min(300_000, life / 4));
}
