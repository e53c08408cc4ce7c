import { z } from 'zod';
import type { Clock } from '../errors/clock.ts';
import { DrawbridgeError, toDrawbridgeError } from '../errors/drawbridge-error.ts';
import type { Emitter } from '../errors/emitter.ts';
import { RestClient } from '../jumpserver/rest-client.ts';
import type { RestResponse } from '../jumpserver/rest-transport.ts';
import { sessionCookie } from '../jumpserver/session-cookies.ts';
import type { Log } from '../log/log.ts';
import { endsAt, expiringFrom, keepAliveEveryMs, renewsSession, type SessionClockState } from './session-clock.ts';
import { dismissedError, failedError, untilAborted } from './sign-in-errors.ts';
import type { SessionState, SignInReason, SignInResult, SiteSettings, SiteSummary, SiteUser } from './site-model.ts';
import type { SiteTransport } from './site-transport.ts';
import type { SitePort, SitesEvents } from './sites-port.ts';
import { storedCookie } from './stored-cookie.ts';

/** Cookie changes come in bursts; the vault is written once after them. */
const SAVE_AFTER_MS = 250;
/** How often an idle session is looked at without extending it (protocol §3.3): far below any throttle. */
const OBSERVE_EVERY_MS = 60_000;
const RETRY_FIRST_MS = 5_000;
const RETRY_MAX_MS = 120_000;
/** After a dismissed sign-in nothing pops up for this long, doubled each time. */
const QUIET_FIRST_MS = 300_000;
const QUIET_MAX_MS = 8 * 3_600_000;

export interface SecretStore {
  get(name: string): Promise<string | undefined>;
  put(name: string, text: string): Promise<void>;
  delete(name: string): Promise<void>;
}

export interface SitePorts {
  readonly settings: SiteSettings;
  readonly transport: SiteTransport;
  readonly vault: SecretStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly events: Emitter<SitesEvents>;
  /** Lets the person sign in; the only thing here that may show a window. */
  readonly signIn: (site: Site, reason: SignInReason, signal: AbortSignal) => Promise<SignInResult>;
  /** Keep-alive stops after this long without anybody working. */
  readonly keepAliveWhileIdleMs: () => number;
}

type Verdict =
  | { readonly kind: 'user'; readonly user: SiteUser }
  | { readonly kind: 'nobody' }
  | { readonly kind: 'unknown'; readonly error: DrawbridgeError };

/** One deployment at work: the only place where its session's state changes. */
export class Site implements SitePort {
  readonly rest: RestClient;
  readonly transport: SiteTransport;
  readonly #ports: SitePorts;
  readonly #ending = new AbortController();
  readonly #off: () => void;
  #state: SessionState = { kind: 'signed-out', why: 'never', message: '' };
  #organisation: string;
  #pending: Promise<SiteUser> | undefined;
  #checking: Promise<Verdict> | undefined;
  #session: SessionClockState = { renewedAt: 0, lifeMs: null };
  #lastWork = 0;
  #quietUntil = 0;
  #dismissals = 0;
  #retryMs = RETRY_FIRST_MS;
  #cancelTick = () => {};
  #cancelSave = () => {};

  constructor(ports: SitePorts) {
    this.#ports = ports;
    this.transport = ports.transport;
    this.#organisation = ports.settings.organisation;
    this.rest = new RestClient({
      baseUrl: ports.settings.baseUrl,
      organisation: () => this.#organisation,
      transport: ports.transport,
      clock: ports.clock,
      onAnswer: (path, response) => this.#onAnswer(path, response),
    });
    this.#off = ports.transport.onCookiesChanged(({ session }) => {
      this.#saveSoon();
      if (!session && this.#user()) void this.reportLost();
    });
  }

  get id(): string {
    return this.#ports.settings.id;
  }

  get settings(): SiteSettings {
    return this.#ports.settings;
  }

  summary(): SiteSummary {
    return { ...this.#ports.settings, organisation: this.#organisation, session: this.#state };
  }

  /** Puts the saved cookies back and asks the site who they belong to, before anything says "signed in". */
  async restore(): Promise<void> {
    const text = await this.#ports.vault.get(this.#vaultName);
    if (text === undefined) return;
    await this.transport.importCookies(z.array(storedCookie).parse(JSON.parse(text)));
    const verdict = await this.#whoAmI();
    if (verdict.kind === 'user') await this.#enter(verdict.user);
    else if (verdict.kind === 'nobody') this.#become({ kind: 'expired', user: null, at: this.#ports.clock.now() });
    else this.#lostSight(null, verdict.error);
  }

  async whenSignedIn(reason: SignInReason, signal?: AbortSignal): Promise<SiteUser> {
    signal?.throwIfAborted();
    if (this.#state.kind === 'unreachable') await this.#look();
    this.touch();
    const state = this.#state;
    if ((state.kind === 'signed-in' || state.kind === 'expiring') && reason.kind !== 'person') return state.user;
    if (state.kind === 'signed-in') return state.user;
    if (state.kind === 'unreachable' && reason.kind !== 'person')
      throw new DrawbridgeError({
        code: 'site-unreachable',
        message: state.message,
        nextStep: 'Drawbridge keeps trying; try again in a minute.',
        actor: 'person',
      });
    if (!this.#pending && reason.kind !== 'person' && this.#ports.clock.now() < this.#quietUntil)
      throw dismissedError(this.#ports.settings.name);
    this.#pending ??= this.#signIn(reason).finally(() => {
      this.#pending = undefined;
    });
    return untilAborted(this.#pending, signal);
  }

  async reportLost(): Promise<void> {
    if (this.#user()) await this.#look();
  }

  touch(): void {
    this.#lastWork = this.#ports.clock.now();
  }

  async signOut(): Promise<void> {
    this.#cancelTick();
    this.#cancelSave();
    try {
      await this.transport.fetch({
        method: 'GET',
        url: `${this.#ports.settings.baseUrl}/core/auth/logout/`,
        signal: AbortSignal.timeout(RETRY_FIRST_MS),
      });
    } catch (error) {
      // The server forgets the session by itself later; here it ends now.
      this.#ports.log.warn('the site could not be told of the sign-out', { site: this.id, error });
    }
    this.#become({ kind: 'signed-out', why: 'by-person', message: '' });
    await this.transport.clear();
    this.#cancelSave();
    await this.#ports.vault.delete(this.#vaultName);
    this.#ports.events.emit('did-sign-out', { siteId: this.id });
  }

  async dispose(): Promise<void> {
    this.#ending.abort(
      new DrawbridgeError({
        code: 'cancelled',
        message: 'Drawbridge is closing.',
        nextStep: 'Start it again.',
        actor: 'person',
      }),
    );
    this.#off();
    this.#cancelTick();
    this.#cancelSave();
    await this.transport.dispose();
  }

  get #vaultName(): string {
    return `cookies-${this.id}`;
  }

  #user(): SiteUser | null {
    return this.#state.kind === 'signed-in' || this.#state.kind === 'expiring' ? this.#state.user : null;
  }

  #become(state: SessionState): void {
    this.#state = state;
    this.#ports.log.info('session', { site: this.id, state: state.kind });
    this.#ports.events.emit('did-change', this.summary());
  }

  async #signIn(reason: SignInReason): Promise<SiteUser> {
    const before = this.#state;
    const { name } = this.#ports.settings;
    this.#become({ kind: 'signing-in', since: this.#ports.clock.now(), reason });
    this.#ports.events.emit('will-sign-in', { siteId: this.id, reason });
    const result = await this.#ports
      .signIn(this, reason, this.#ending.signal)
      .catch((error: unknown): SignInResult => ({ kind: 'failed', message: toDrawbridgeError(error).message }));
    switch (result.kind) {
      case 'signed-in':
        this.#dismissals = 0;
        this.#quietUntil = 0;
        await this.#enter(result.user);
        this.#ports.events.emit('did-sign-in', { siteId: this.id, user: result.user });
        return result.user;
      case 'dismissed':
        this.#quietUntil = this.#ports.clock.now() + Math.min(QUIET_MAX_MS, QUIET_FIRST_MS * 2 ** this.#dismissals);
        this.#dismissals += 1;
        this.#become(
          before.kind === 'expired' || before.kind === 'expiring'
            ? before
            : {
                kind: 'signed-out',
                why: 'dismissed',
                message: 'The sign-in window was closed before you were through.',
              },
        );
        throw dismissedError(name);
      case 'failed':
        this.#become({ kind: 'signed-out', why: 'failed', message: result.message });
        throw failedError(name, result.message);
      default:
        return result satisfies never;
    }
  }

  /** Signed in for sure: own page reference (protocol §3.4), organisation, end of the session, vault. */
  async #enter(user: SiteUser): Promise<void> {
    const { clock, log } = this.#ports;
    try {
      await this.rest.request('GET', '/api/v1/authentication/user-session/', undefined, this.#ending.signal);
    } catch (error) {
      // Absent before v3.10.8; then the site has no page accounting either.
      log.debug('no page reference', { site: this.id, error });
    }
    try {
      const response = await this.rest.request('GET', '/api/v1/orgs/orgs/current/', undefined, this.#ending.signal);
      const current = z.looseObject({ id: z.string() }).safeParse(JSON.parse(response.body));
      if (this.#organisation === '' && current.success) this.#organisation = current.data.id;
    } catch (error) {
      log.debug('the organisation is not known', { site: this.id, error });
    }
    await this.#readLife();
    this.#session = { ...this.#session, renewedAt: clock.now() };
    this.#retryMs = RETRY_FIRST_MS;
    this.touch();
    this.#become({ kind: 'signed-in', user, endsAt: endsAt(this.#session) });
    this.#saveSoon();
    this.#tickLater(0);
  }

  async #readLife(): Promise<void> {
    const cookie = sessionCookie(await this.transport.cookies(this.#ports.settings.baseUrl));
    const lifeMs = cookie?.expiresAt === undefined ? null : cookie.expiresAt * 1000 - this.#ports.clock.now();
    this.#session = { ...this.#session, lifeMs };
  }

  #onAnswer(path: string, response: RestResponse): void {
    if (response.status >= 200 && response.status < 300) {
      if (renewsSession(path) && this.#user()) this.#renewed();
      return;
    }
    const lost = response.status === 401 || (response.status >= 300 && response.status < 400);
    if (lost && this.#user() && !this.#checking) void this.reportLost();
  }

  #renewed(): void {
    const user = this.#user();
    if (!user) return;
    this.#session = { ...this.#session, renewedAt: this.#ports.clock.now() };
    if (this.#state.kind === 'expiring') this.#become({ kind: 'signed-in', user, endsAt: endsAt(this.#session) });
    else this.#state = { kind: 'signed-in', user, endsAt: endsAt(this.#session) };
  }

  /** Asks the profile, which observes without extending; one question at a time. */
  #whoAmI(): Promise<Verdict> {
    this.#checking ??= this.rest
      .profile(this.#ending.signal)
      .then(
        ({ id, username, name }): Verdict => ({ kind: 'user', user: { id, username, name } }),
        (error: unknown): Verdict => {
          const known = toDrawbridgeError(error);
          return known.code === 'sign-in-required' ? { kind: 'nobody' } : { kind: 'unknown', error: known };
        },
      )
      .finally(() => {
        this.#checking = undefined;
      });
    return this.#checking;
  }

  /** Who is signed in now, for the sign-in window; null while nobody is. */
  async currentUser(): Promise<SiteUser | null> {
    const verdict = await this.#whoAmI();
    if (verdict.kind === 'unknown') throw verdict.error;
    return verdict.kind === 'user' ? verdict.user : null;
  }

  async #look(): Promise<void> {
    const user = this.#user() ?? (this.#state.kind === 'unreachable' ? this.#state.user : null);
    const verdict = await this.#whoAmI();
    if (this.#state.kind === 'signing-in' || this.#state.kind === 'signed-out' || this.#ending.signal.aborted) return;
    if (verdict.kind === 'user') {
      if (this.#state.kind === 'unreachable') await this.#enter(verdict.user);
    } else if (verdict.kind === 'nobody') {
      if (this.#state.kind === 'expired') return;
      this.#cancelTick();
      this.#become({ kind: 'expired', user, at: this.#ports.clock.now() });
      this.#ports.events.emit('did-expire', { siteId: this.id });
    } else if (verdict.error.code === 'throttled') {
      // A throttled user also gets 302 from KoKo: that does not prove a lost session (jumpserver-live §7.2).
      this.#ports.log.info('throttled', { site: this.id });
    } else this.#lostSight(user, verdict.error);
  }

  #lostSight(user: SiteUser | null, error: DrawbridgeError): void {
    const since = this.#state.kind === 'unreachable' ? this.#state.since : this.#ports.clock.now();
    this.#become({ kind: 'unreachable', user, since, message: error.message });
    this.#tickLater(this.#retryMs);
    this.#retryMs = Math.min(RETRY_MAX_MS, this.#retryMs * 2);
  }

  /** Looks at the session at the next moment that matters: an observation, a keep-alive, the end. */
  #tickLater(ms: number): void {
    this.#cancelTick();
    this.#cancelTick = this.#ports.clock.after(ms, () => {
      this.#tick().catch((error: unknown) =>
        this.#ports.log.error('the session watch failed', { site: this.id, error }),
      );
    });
  }

  async #tick(): Promise<void> {
    const now = this.#ports.clock.now();
    if (this.#state.kind === 'unreachable') return this.#look();
    const user = this.#user();
    if (!user) return;
    const idle = now - this.#lastWork >= this.#ports.keepAliveWhileIdleMs();
    const due = now - this.#session.renewedAt >= keepAliveEveryMs(this.#session);
    if (due && !idle) await this.#keepAlive();
    else if (now - this.#session.renewedAt >= Math.min(OBSERVE_EVERY_MS, keepAliveEveryMs(this.#session)))
      await this.#look();
    if (!this.#user()) return;
    const from = expiringFrom(this.#session);
    const end = endsAt(this.#session);
    const at = this.#ports.clock.now();
    if (from !== null && end !== null && at >= from && this.#state.kind === 'signed-in')
      this.#become({ kind: 'expiring', user, endsAt: end });
    const next = [keepAliveEveryMs(this.#session), OBSERVE_EVERY_MS];
    if (from !== null && from > at) next.push(from - at);
    if (end !== null && end > at) next.push(end - at);
    this.#tickLater(Math.max(250, Math.min(...next)));
  }

  /** The endpoint that really extends a session (protocol §3.3). */
  async #keepAlive(): Promise<void> {
    try {
      await this.rest.request('GET', '/api/v1/settings/server-info/', undefined, this.#ending.signal);
    } catch (error) {
      if (this.#ending.signal.aborted) return;
      this.#ports.log.info('keep-alive failed', { site: this.id, error });
      await this.#look();
    }
  }

  #saveSoon(): void {
    this.#cancelSave();
    this.#cancelSave = this.#ports.clock.after(SAVE_AFTER_MS, () => {
      this.#save().catch((error: unknown) =>
        this.#ports.log.error('the session could not be saved', { site: this.id, error }),
      );
    });
  }

  async #save(): Promise<void> {
    if (!this.#user()) return;
    const cookies = await this.transport.exportCookies();
    await this.#ports.vault.put(this.#vaultName, JSON.stringify(cookies));
  }
}
