import { type Clock, sleep } from '../errors/clock.ts';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';

/** Before the second, third and fourth try: a network that broke needs a moment, in ms. */
const pauses = [250, 1_000, 4_000];

/** Tries again, on a new connection, where one broke; what the asset, the site or the person refused is not tried again. */
export async function overBrokenConnections<T>(
  ports: { readonly clock: Clock; readonly signal: AbortSignal | undefined; readonly ended: () => boolean },
  attempt: () => Promise<T>,
): Promise<T> {
  for (let tried = 0; ; tried += 1) {
    try {
      return await attempt();
    } catch (error) {
      const pause = pauses[tried];
      if (pause === undefined || !isBroken(error) || ports.ended() || ports.signal?.aborted) throw error;
      await sleep(ports.clock, pause, ports.signal);
    }
  }
}

const isBroken = (error: unknown): boolean =>
  error instanceof DrawbridgeError &&
  (error.code === 'file-session-closed' || error.code === 'timed-out' || error.code === 'site-unreachable');
