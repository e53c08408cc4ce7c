import { type Clock, sleep } from '../errors/clock.ts';
import { type DrawbridgeError, toDrawbridgeError } from '../errors/drawbridge-error.ts';
import type { RestRequest, RestResponse } from '../jumpserver/rest-transport.ts';
import { csrfToken } from '../jumpserver/session-cookies.ts';
import type { SiteTransport } from '../sites/site-transport.ts';
import { inTime, TookTooLong } from './deadline.ts';

/** Below three requests a second, where the oldest throttle begins (protocol §0.2). */
const PACE_MS = 350;

/** What one request met. `at` is the local time in the middle of it. */
export type Answer =
  | { readonly kind: 'answered'; readonly response: RestResponse; readonly ms: number; readonly at: number }
  | { readonly kind: 'too-slow' }
  | { readonly kind: 'failed'; readonly error: DrawbridgeError };

/** Spaces the requests to one site, over all runs. */
export class Pace {
  #next = 0;
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async turn(signal: AbortSignal): Promise<void> {
    const now = this.#clock.now();
    const mine = Math.max(now, this.#next);
    this.#next = mine + PACE_MS;
    if (mine > now) await sleep(this.#clock, mine - now, signal);
  }
}

export interface SiteVisitPorts {
  readonly baseUrl: string;
  readonly organisation: string;
  readonly transport: SiteTransport;
  readonly clock: Clock;
  readonly pace: Pace;
  readonly signal: AbortSignal;
}

/** Doctor's own requests: answers as they are, whatever their status, and none is repeated. */
export class SiteVisit {
  readonly #ports: SiteVisitPorts;

  constructor(ports: SiteVisitPorts) {
    this.#ports = ports;
  }

  get baseUrl(): string {
    return this.#ports.baseUrl;
  }

  /** Rejects only when the run is ended. */
  async ask(method: RestRequest['method'], path: string, body?: unknown): Promise<Answer> {
    const { clock, pace, signal, transport, baseUrl } = this.#ports;
    await pace.turn(signal);
    const started = clock.now();
    try {
      const headers = await this.#headers(method, `${baseUrl}${path}`);
      const response = await inTime(clock, signal, (within) =>
        transport.fetch({
          ...{ method, url: `${baseUrl}${path}`, headers, signal: within },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        }),
      );
      const ms = clock.now() - started;
      return { kind: 'answered', response, ms, at: started + ms / 2 };
    } catch (error) {
      signal.throwIfAborted();
      return error instanceof TookTooLong ? { kind: 'too-slow' } : { kind: 'failed', error: toDrawbridgeError(error) };
    }
  }

  async #headers(method: string, url: string): Promise<Record<string, string>> {
    const { organisation, transport, baseUrl } = this.#ports;
    const headers: Record<string, string> = { Accept: 'application/json' };
    if (organisation) headers['X-JMS-ORG'] = organisation;
    if (method === 'GET') return headers;
    const csrf = csrfToken(await transport.cookies(url));
    if (csrf) headers['X-CSRFToken'] = csrf;
    return { ...headers, Referer: `${baseUrl}/`, Origin: baseUrl, 'Content-Type': 'application/json' };
  }
}
