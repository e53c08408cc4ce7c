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

export interface ArrivalPorts {
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

/**
 * Takes our own page reference. In browser-close mode the login page's own is given back when its window closes, so this
 * comes before. Absent before v3.10.8: such a site has no page accounting either. Rejects only with the signal's reason.
 */
export async function takeReference(ports: ArrivalPorts, signal: AbortSignal): Promise<void> {
  await tried(ports, PAGE_REFERENCE, signal);
}

/** What the site says of a fresh session. */
export async function arrive(ports: ArrivalPorts, baseUrl: string, signal: AbortSignal): Promise<Arrival> {
  const { transport, clock } = ports;
  // Also renews the session, so that its end is known from here on (protocol §3.3, §4.5).
  const organisation = readId(await tried(ports, '/api/v1/orgs/orgs/current/', signal));
  const cookie = sessionCookie(await transport.cookies(baseUrl));
  return {
    organisation,
    lifeMs: cookie?.expiresAt === undefined ? null : cookie.expiresAt * 1000 - clock.now(),
    endsWithApp: cookie !== undefined && cookie.expiresAt === undefined,
  };
}

async function tried(ports: ArrivalPorts, path: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    return (await ports.rest.request('GET', path, undefined, signal)).body;
  } catch (error) {
    signal.throwIfAborted();
    ports.log.debug('one step after signing in failed', { path, error });
    return undefined;
  }
}

/** Gives our page reference back. Never rejects. */
export function leave(ports: ArrivalPorts): Promise<void> {
  return farewell(ports, (signal) => ports.rest.request('DELETE', PAGE_REFERENCE, undefined, signal));
}

/** Ends the session on the site (protocol §2.5). Never rejects: the site forgets it by itself later. */
export function logOut(ports: ArrivalPorts, baseUrl: string): Promise<void> {
  const url = `${baseUrl}/core/auth/logout/`;
  return farewell(ports, (signal) => ports.transport.fetch({ method: 'GET', url, signal }));
}

async function farewell(ports: ArrivalPorts, say: (signal: AbortSignal) => Promise<unknown>): Promise<void> {
  const deadline = new AbortController();
  const cancel = ports.clock.after(FAREWELL_MS, () => deadline.abort(new Error('no answer in time')));
  try {
    await say(deadline.signal);
  } catch (error) {
    ports.log.warn('the site could not be told that we leave', { error });
  } finally {
    cancel();
  }
}

function readId(body: string | undefined): string | undefined {
  try {
    return z.looseObject({ id: z.string() }).parse(JSON.parse(body ?? '')).id;
  } catch {
    return undefined; // an older version, or a page of a proxy
  }
}
