import { z } from 'zod';
import type { Clock } from '../errors/clock.ts';
import type { RestClient } from '../jumpserver/rest-client.ts';
import { sessionCookie } from '../jumpserver/session-cookies.ts';
import type { Log } from '../log/log.ts';
import type { SiteTransport } from './site-transport.ts';

/** Where JumpServer counts open pages; in browser-close mode a session without any ends after 6 s (protocol §3.4). */
const PAGE_REFERENCE = '/api/v1/authentication/user-session/';
/** A site that is slow to hear of our leaving does not hold the person up. */
const FAREWELL_MS = 3_000;

export interface PresencePorts {
  readonly baseUrl: string;
  readonly rest: RestClient;
  readonly transport: SiteTransport;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Arrival {
  /** The organisation that the site puts us in; undefined where it does not tell. */
  readonly organisation: string | undefined;
  /** Life of the session from now in ms; null where the site does not tell. */
  readonly lifeMs: number | null;
  /** The session ends with the browser: quitting signs out (design §4). */
  readonly endsWithApp: boolean;
}

/** Our being there as the site counts it: one open page while signed in, given back when the app ends. */
export class Presence {
  readonly #ports: PresencePorts;
  /** The session cookie for which the site counts a page of ours. */
  #countedFor = '';

  constructor(ports: PresencePorts) {
    this.#ports = ports;
  }

  /**
   * Once a session: more would keep it alive on the site after we left. In browser-close mode the login page gives its own
   * back when its window closes, so this comes before. Absent before v3.10.8: such a site has no page accounting either.
   */
  async count(signal: AbortSignal): Promise<void> {
    const { transport, baseUrl } = this.#ports;
    const cookie = sessionCookie(await transport.cookies(baseUrl))?.value ?? '';
    if (cookie === this.#countedFor) return;
    this.#countedFor = cookie;
    await this.#tried(PAGE_REFERENCE, signal);
  }

  /** What the site says of a fresh session. Rejects only with the signal's reason. */
  async arrive(signal: AbortSignal): Promise<Arrival> {
    const { transport, clock, baseUrl } = this.#ports;
    await this.count(signal);
    // Also renews the session, so that its end is known from here on (protocol §3.3, §4.5).
    const organisation = readId(await this.#tried('/api/v1/orgs/orgs/current/', signal));
    const cookie = sessionCookie(await transport.cookies(baseUrl));
    return {
      organisation,
      lifeMs: cookie?.expiresAt === undefined ? null : cookie.expiresAt * 1000 - clock.now(),
      endsWithApp: cookie !== undefined && cookie.expiresAt === undefined,
    };
  }

  /** Gives our page reference back. Never rejects. */
  leave(): Promise<void> {
    return this.#farewell((signal) => this.#ports.rest.request('DELETE', PAGE_REFERENCE, undefined, signal));
  }

  /** Ends the session on the site (protocol §2.5). Never rejects: the site forgets it by itself later. */
  logOut(): Promise<void> {
    const { baseUrl, transport } = this.#ports;
    const url = `${baseUrl}/core/auth/logout/`;
    return this.#farewell((signal) => transport.fetch({ method: 'GET', url, signal }));
  }

  async #tried(path: string, signal: AbortSignal): Promise<string | undefined> {
    try {
      return (await this.#ports.rest.request('GET', path, undefined, signal)).body;
    } catch (error) {
      signal.throwIfAborted();
      this.#ports.log.debug('one step after signing in failed', { path, error });
      return undefined;
    }
  }

  async #farewell(say: (signal: AbortSignal) => Promise<unknown>): Promise<void> {
    const deadline = new AbortController();
    const cancel = this.#ports.clock.after(FAREWELL_MS, () => deadline.abort(new Error('no answer in time')));
    try {
      await say(deadline.signal);
    } catch (error) {
      this.#ports.log.warn('the site could not be told that we leave', { error });
    } finally {
      cancel();
    }
  }
}

function readId(body: string | undefined): string | undefined {
  try {
    return z.looseObject({ id: z.string() }).parse(JSON.parse(body ?? '')).id;
  } catch {
    return undefined; // an older version, or a page of a proxy
  }
}
