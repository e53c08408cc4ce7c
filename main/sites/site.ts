import type { Clock } from '../errors/clock.ts';
import { type DrawbridgeError, toDrawbridgeError } from '../errors/drawbridge-error.ts';
import type { Emitter } from '../errors/emitter.ts';
import { untilAborted } from '../errors/until-aborted.ts';
import { isPracticeSite } from '../jumpserver/practice-identity.ts';
import { RestClient } from '../jumpserver/rest-client.ts';
import { isJson } from '../jumpserver/rest-errors.ts';
import type { RestResponse } from '../jumpserver/rest-transport.ts';
import { sessionMaxAge } from '../jumpserver/session-cookies.ts';
import type { Log } from '../log/log.ts';
import { BackOff } from './back-off.ts';
import { Discovery } from './discovery.ts';
import { DurableKey, type KeyKeeping } from './durable-key.ts';
import { Presence } from './presence.ts';
import { SavedSession, type SecretStore } from './saved-session.ts';
import { renewsSession } from './session-clock.ts';
import { mayBecome } from './session-transitions.ts';
import { SessionWatch } from './session-watch.ts';
import { SignInDesk } from './sign-in-desk.ts';
import { dismissedText } from './sign-in-end.ts';
import {
  closingError,
  endError,
  signedOutError,
  signInOpenError,
  takenOverError,
  textOnlyError,
} from './sign-in-errors.ts';
import type {
  LastTry,
  SessionState,
  SignInReason,
  SignInResult,
  SiteSettings,
  SiteSummary,
  SiteUser,
} from './site-model.ts';
import type { SiteTransport } from './site-transport.ts';
import type { SessionVerdict, SitePort, SitesEvents } from './sites-port.ts';
import type { StoredCookie } from './stored-cookie.ts';

export interface SitePorts {
  readonly settings: SiteSettings;
  /** The probe has just met a practice site there; what settings say of an earlier one is asked again at each entry. */
  readonly practiceSeen: boolean;
  readonly transport: SiteTransport;
  readonly vault: SecretStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly events: Emitter<SitesEvents>;
  /** Lets the person sign in; the only thing here that may show a window. */
  readonly signIn: (site: Site, reason: SignInReason, signal: AbortSignal) => Promise<SignInResult>;
  /** There is no display: `signIn` is never called, and only `signInBy` signs in. */
  readonly windowless?: boolean;
  readonly keys: KeyKeeping;
  /** Keep-alive stops after this long without anybody working. */
  readonly keepAliveWhileIdleMs: () => number;
}

/** How a person signs in: the window, or a conversation at a terminal. */
export type SignInWay = (site: Site, signal: AbortSignal) => Promise<SignInResult>;

/** A later end is told to the window when it moved by this much. */
const END_MOVED_MS = 30_000;

/** One deployment at work: the only place where its session's state changes. */
export class Site implements SitePort {
  readonly rest: RestClient;
  readonly transport: SiteTransport;
  readonly discovery: Discovery;
  readonly durableKey: DurableKey;
  readonly #ports: SitePorts;
  readonly #saved: SavedSession;
  readonly #watch: SessionWatch;
  readonly #retry: BackOff;
  readonly #desk: SignInDesk;
  readonly #presence: Presence;
  readonly #ending = new AbortController();
  readonly #off: () => void;
  #state: SessionState = { kind: 'signed-out', why: 'never', message: '' };
  #organisation: string;
  #practice: boolean;
  /** The session ends with the browser: quitting signs out (design §4, protocol §3.4). */
  #endsWithApp = false;
  /** Who was here last: fills the user name at the next sign-in, and tells whether somebody else came. */
  #known: SiteUser | null = null;
  /** Counts the sessions and their ends: an answer about an earlier one says nothing about this. */
  #epoch = 0;
  /** Somebody came in, and what is known of the session since holds as long as it lasts. */
  #entered = false;
  /** Ends the look at a saved session that nobody wants any more. */
  #leaving = new AbortController();
  #toldEnd: number | null = null;
  /** Each may run once at a time; whoever needs it joins. */
  #restoring: Promise<void> | undefined;
  #signingIn: Promise<SiteUser> | undefined;
  /** That one goes on at a terminal. */
  #atTerminal = false;
  #looking: Promise<SessionVerdict> | undefined;

  constructor(ports: SitePorts) {
    const { settings, transport, clock, log } = ports;
    this.#ports = ports;
    this.transport = transport;
    this.#organisation = settings.organisation;
    this.#practice = ports.practiceSeen;
    this.rest = new RestClient({
      baseUrl: settings.baseUrl,
      organisation: () => this.#organisation,
      transport,
      clock,
      onAnswer: (path, response) => this.#onAnswer(path, response),
      // Nothing goes to a site that nobody trusts: say so at once, and let "Sign in" ask.
      onNoAnswer: (error) => {
        if (toDrawbridgeError(error).code === 'certificate-not-trusted') this.#lookSoon();
      },
    });
    this.durableKey = new DurableKey({
      ...ports,
      keeping: ports.keys,
      organisation: () => this.#organisation,
      web: this.rest,
      user: () => this.#user(),
      onChange: () => ports.events.emit('did-change', this.summary()),
      onMade: (keyId, how) => ports.events.emit('did-make-key', { siteId: this.id, keyId, how }),
      onEnded: (keyId, why) => ports.events.emit('did-end-key', { siteId: this.id, keyId, why }),
    });
    this.discovery = new Discovery({
      web: this.rest,
      signed: this.durableKey.rest,
      bySignature: () => this.#readsBySignature(),
      reportLost: () => this.reportLost(),
    });
    this.#desk = new SignInDesk(ports);
    this.#presence = new Presence({ ...ports, baseUrl: settings.baseUrl, rest: this.rest });
    this.#saved = new SavedSession({ ...ports, siteId: settings.id, user: () => this.#user() });
    this.#watch = new SessionWatch({
      ...ports,
      keepAlive: () => this.#keepAlive(),
      look: () => this.#look(),
      onExpiring: (endsAt) => this.#expiring(endsAt),
      onIdle: () => this.#retell(),
      onFault: (error) => log.error('the session watch failed', { site: settings.id, error }),
    });
    this.#retry = new BackOff(clock, () => this.#lookSoon());
    this.#off = transport.onCookiesChanged(({ session }) => {
      this.#saved.saveSoon();
      if (!session) this.#lookSoon();
    });
  }

  get id(): string {
    return this.#ports.settings.id;
  }

  get settings(): SiteSettings {
    return this.#ports.settings;
  }

  get knownUser(): SiteUser | null {
    return this.#known;
  }

  summary(): SiteSummary {
    const { settings } = this.#ports;
    return {
      ...settings,
      organisation: this.#organisation,
      practice: this.#practice,
      session: this.#state,
      durableKey: this.durableKey.view(),
    };
  }

  /** Puts the saved cookies back and asks the site who they belong to, before anything says "signed in". */
  restore(): Promise<void> {
    if (!this.#restoring) this.#leaving = new AbortController();
    this.#restoring ??= this.#restore(this.#leaving.signal).finally(() => {
      this.#restoring = undefined;
    });
    return this.#restoring;
  }

  async whenSignedIn(reason: SignInReason, signal?: AbortSignal): Promise<SiteUser> {
    signal?.throwIfAborted();
    this.touch();
    // Else a call that comes while the app starts would show a window that nobody needs.
    if (this.#restoring) await untilAborted(this.#restoring, signal);
    if (this.#state.kind === 'unreachable') await untilAborted(this.#look(), signal);
    const state = this.#state;
    if (state.kind === 'signed-in' || (state.kind === 'expiring' && reason.kind !== 'person')) return state.user;
    if (reason.kind === 'person') await this.#takeOver();
    if (!this.#signingIn && this.#ports.windowless) throw textOnlyError(this.settings.name);
    if (reason.kind !== 'person' && !this.#signingIn) this.#desk.refuseUnasked(state);
    this.#signingIn ??= this.#signIn(reason).finally(() => {
      this.#signingIn = undefined;
    });
    return untilAborted(this.#signingIn, signal);
  }

  /**
   * The one sign-in by another way than the window, for the person who asks for it; others join it as they join the window.
   * Resolves at once when signed in. Throws `sign-in-open` while another one goes on, and what `whenSignedIn` throws.
   */
  async signInBy(way: SignInWay): Promise<SiteUser> {
    this.touch();
    await this.#restoring;
    if (this.#state.kind === 'unreachable') await this.#look();
    if (this.#state.kind === 'signed-in') return this.#state.user;
    if (this.#signingIn) throw signInOpenError(this.settings.name);
    this.#atTerminal = true;
    this.#signingIn = this.#signIn({ kind: 'person' }, way).finally(() => {
      this.#signingIn = undefined;
      this.#atTerminal = false;
    });
    return this.#signingIn;
  }

  /**
   * Signs in by cookies of another program that the site has just been seen to know, in place of what the jar holds.
   * Throws as `signInBy`. Nobody may be signed in.
   */
  takeIn(cookies: readonly StoredCookie[]): Promise<SiteUser> {
    return this.signInBy(async (site, signal) => {
      const { transport } = site;
      await transport.clear();
      await transport.importCookies(cookies);
      const user = await site.arrived().catch(async (error: unknown) => {
        await transport.clear();
        throw error;
      });
      signal.throwIfAborted();
      if (user) return { kind: 'signed-in', user };
      await transport.clear();
      return { kind: 'failed', message: 'the site does not know this session any more' };
    });
  }

  /** A sign-in that was left standing at a terminal, perhaps by an agent, must not keep the person from the window. */
  async #takeOver(): Promise<void> {
    if (!this.#atTerminal || this.#ports.windowless) return;
    const atTerminal = this.#signingIn;
    this.#desk.leave(takenOverError(this.settings.name));
    await atTerminal?.catch(() => {
      // Whoever sits there is told.
    });
  }

  async whenReadable(reason: SignInReason, signal?: AbortSignal): Promise<void> {
    if (this.#restoring) await untilAborted(this.#restoring, signal);
    if (!this.#readsBySignature()) await this.whenSignedIn(reason, signal);
  }

  async reportLost(): Promise<SessionVerdict> {
    return this.#user() ? this.#look() : { kind: 'lost' };
  }

  touch(): void {
    this.#watch.touch();
  }

  /** Who is signed in now, for the sign-in window; null while nobody is. Always asks anew: an older answer may be from before. */
  async currentUser(signal: AbortSignal = this.#ending.signal): Promise<SiteUser | null> {
    try {
      const { id, username, name } = await this.rest.profile(signal);
      return { id, username, name };
    } catch (error) {
      if (toDrawbridgeError(error).code === 'sign-in-required') return null;
      throw error;
    }
  }

  /** As `currentUser`, when a sign-in may just have succeeded: counts our own page before the login page gives its own back. */
  async arrived(): Promise<SiteUser | null> {
    const user = await this.currentUser();
    if (user) await this.#presence.count(this.#ending.signal);
    return user;
  }

  /** There is something that signing out would end. */
  get mayHaveSession(): boolean {
    return this.#restoring !== undefined || !['signed-out', 'expired'].includes(this.#state.kind);
  }

  /** The site forgets the session, then the jar, then the vault. Works without the site too. */
  async signOut(): Promise<void> {
    this.#watch.stop();
    this.#retry.stop();
    this.#desk.leave();
    this.#ended();
    this.#become({ kind: 'signed-out', why: 'by-person', message: '' });
    // The saved cookies are about to be put back: they go the same way.
    await this.#restoring;
    await this.#presence.logOut();
    await this.transport.clear();
    await this.#saved.forget();
    this.#ports.events.emit('did-sign-out', { siteId: this.id });
  }

  async dispose(): Promise<void> {
    this.#watch.stop();
    this.#retry.stop();
    this.#off();
    this.#leaving.abort(closingError());
    if (this.#entered && this.#endsWithApp) {
      await this.#presence.leave();
      await this.#saved.forget();
    } else await this.#saved.flush();
    this.#ending.abort(closingError());
    await this.#restoring;
    this.#watch.stop();
    this.#retry.stop();
    await this.transport.dispose();
  }

  #user(): SiteUser | null {
    return this.#state.kind === 'signed-in' || this.#state.kind === 'expiring' ? this.#state.user : null;
  }

  /** The web session is known to be gone, and the durable key can stand in for it. */
  #readsBySignature(): boolean {
    return this.durableKey.usable && !this.#user() && this.#state.kind !== 'unreachable';
  }

  #become(state: SessionState): void {
    const { log } = this.#ports;
    if (!mayBecome(this.#state.kind, state.kind))
      log.error('a session changed in a way that is not foreseen', { from: this.#state.kind, to: state.kind });
    if (this.#state.kind !== state.kind) log.info('session', { site: this.id, state: state.kind });
    this.#state = state;
    this.#toldEnd = 'endsAt' in state ? state.endsAt : null;
    this.#ports.events.emit('did-change', this.summary());
  }

  /** The same state with facts as they are now. */
  #retell(): void {
    const { kind } = this.#state;
    if (kind === 'signed-in') this.#become(this.#signedIn(this.#state.user));
    else if (kind === 'expiring') this.#become(this.#state);
  }

  #signedIn(user: SiteUser): Extract<SessionState, { kind: 'signed-in' }> {
    const { endsAt, idle } = this.#watch;
    return { kind: 'signed-in', user, endsAt, keptAlive: !idle, endsWithApp: this.#endsWithApp };
  }

  /** `leaving`: the person signs out meanwhile, or the app ends. */
  async #restore(leaving: AbortSignal): Promise<void> {
    await this.durableKey.load();
    if (this.#state.kind !== 'signed-out' || leaving.aborted) return;
    const before = await this.#saved.restore();
    if (!before || leaving.aborted) return;
    this.#known = before;
    const signal = AbortSignal.any([this.#ending.signal, leaving]);
    try {
      const user = await this.currentUser(signal);
      if (leaving.aborted) return;
      if (user) await this.#enter(user, signal);
      else this.#become({ kind: 'expired', user: before, at: this.#ports.clock.now() });
    } catch (error) {
      if (!leaving.aborted) this.#lostSight(before, toDrawbridgeError(error));
    }
  }

  async #signIn(
    reason: SignInReason,
    way: SignInWay = (site, signal) => this.#ports.signIn(site, reason, signal),
  ): Promise<SiteUser> {
    const before = this.#state;
    const { clock, events, settings } = this.#ports;
    this.#watch.stop();
    this.#retry.stop();
    this.#become({ kind: 'signing-in', since: clock.now(), reason });
    events.emit('will-sign-in', { siteId: this.id, reason });
    const result = await this.#desk
      .ask((signal) => way(this, signal), this.#ending.signal)
      .catch((error: unknown) => {
        // Another way was taken; after signing out and at the end of the app there is nothing to take up.
        if (this.#state.kind === 'signing-in' && !this.#ending.signal.aborted) this.#takeUpAgain(before);
        throw error;
      });
    if (result.kind === 'signed-in') {
      const former = this.#known;
      await this.#enter(result.user);
      events.emit('did-sign-in', { siteId: this.id, user: result.user });
      if (former && former.id !== result.user.id)
        events.emit('did-change-user', { siteId: this.id, before: former, now: result.user });
      return result.user;
    }
    const lastTry = lastTryOf(result);
    if (before.kind === 'unreachable') this.#takeUpAgain(before);
    else if (before.kind === 'expiring') this.#takeUpAgain({ ...before, lastTry });
    else if (before.kind === 'expired' && result.kind === 'dismissed') this.#become({ ...before, lastTry });
    else this.#become({ kind: 'signed-out', why: result.kind, ...lastTry });
    throw endError(settings.name, result);
  }

  /** The session from before may live on although the person did not renew it. */
  #takeUpAgain(before: SessionState): void {
    this.#become(before);
    if (before.kind === 'expiring') this.#watch.resume();
    else if (before.kind === 'unreachable') this.#retry.again();
  }

  /** What was known of the session is over, and whoever is on the way in finds the door shut. */
  #ended(): void {
    this.#epoch += 1;
    this.#entered = false;
    this.#leaving.abort(signedOutError(this.settings.name));
  }

  /**
   * Signed in for sure: our own page reference (protocol §3.4), organisation, end of the session, vault.
   * Rejects where the person signed out meanwhile, or the app ends.
   */
  async #enter(user: SiteUser, signal: AbortSignal = this.#ending.signal): Promise<void> {
    this.#epoch += 1;
    const epoch = this.#epoch;
    const [practice, { organisation, lifeMs, endsWithApp }] = await Promise.all([
      this.#isPractice(signal),
      this.#presence.arrive(signal),
    ]);
    signal.throwIfAborted();
    if (epoch !== this.#epoch) throw signedOutError(this.settings.name);
    this.#entered = true;
    this.#practice = practice;
    this.#organisation ||= organisation ?? '';
    this.#endsWithApp = endsWithApp;
    this.#retry.reset();
    this.#known = user;
    this.#watch.start(lifeMs);
    this.#become(this.#signedIn(user));
    await this.durableKey.entered(user);
    this.#saved.saveSoon();
  }

  async #isPractice(signal: AbortSignal): Promise<boolean> {
    const { settings, transport, log } = this.#ports;
    if (!settings.practice) return false;
    return isPracticeSite(settings.baseUrl, transport, signal).catch((error: unknown) => {
      log.info('a practice site did not say that it is one', { site: settings.id, error });
      return false;
    });
  }

  /** The network is back, and the session as it was: nobody has worked, so nothing extends it. */
  #comeBack(user: SiteUser): void {
    this.#retry.reset();
    this.#watch.resume();
    this.#become(this.#signedIn(user));
  }

  #onAnswer(path: string, response: RestResponse): void {
    const fine = response.status >= 200 && response.status < 300;
    if (response.status === 401 || (response.status >= 300 && response.status < 400)) this.#lookSoon();
    else if (fine && isJson(response) && renewsSession(path))
      this.#renewed(sessionMaxAge(response.headers['set-cookie']));
  }

  /** `seconds` is the Max-Age of the answer; null ends with the browser, undefined where the answer names none. */
  #renewed(seconds: number | null | undefined): void {
    const user = this.#user();
    if (!user) return;
    this.#watch.renewed(seconds === undefined ? undefined : seconds === null ? null : seconds * 1000);
    const state = this.#signedIn(user);
    const moved = Math.abs((state.endsAt ?? 0) - (this.#toldEnd ?? 0)) >= END_MOVED_MS;
    if (this.#state.kind === 'expiring' || moved) this.#become(state);
    else this.#state = state;
  }

  #expiring(endsAt: number): void {
    const user = this.#user();
    if (!user) return;
    const lastTry = this.#state.kind === 'expiring' ? this.#state.lastTry : undefined;
    this.#become({ kind: 'expiring', user, endsAt, ...(lastTry ? { lastTry } : {}) });
  }

  #lookSoon(): void {
    if ((!this.#user() && this.#state.kind !== 'unreachable') || this.#looking) return;
    this.#look().catch((error: unknown) => this.#ports.log.error('the look failed', { site: this.id, error }));
  }

  /** Asks the profile, which observes without extending (protocol §3.3), and draws the consequence. */
  #look(): Promise<SessionVerdict> {
    this.#looking ??= this.#lookOnce().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  async #lookOnce(): Promise<SessionVerdict> {
    const before = this.#state;
    if (before.kind !== 'signed-in' && before.kind !== 'expiring' && before.kind !== 'unreachable')
      return { kind: 'lost' };
    const epoch = this.#epoch;
    let seen: SiteUser | null | DrawbridgeError;
    try {
      seen = await this.currentUser();
    } catch (error) {
      seen = toDrawbridgeError(error);
    }
    const verdict = verdictOf(seen);
    // Meanwhile the person signed out or in, or the app ends: the answer is about something that is over.
    const still = this.#user() !== null || this.#state.kind === 'unreachable';
    if (!still || epoch !== this.#epoch || this.#ending.signal.aborted) return verdict;
    if (seen === null) {
      this.#watch.stop();
      this.#retry.stop();
      this.#entered = false;
      this.#become({ kind: 'expired', user: before.user, at: this.#ports.clock.now() });
      this.#ports.events.emit('did-expire', { siteId: this.id });
    } else if (seen instanceof Error) {
      // A throttled user also gets 302 from KoKo: that does not prove a lost session (jumpserver-live §7.2).
      if (seen.code !== 'throttled') this.#lostSight(before.user, seen);
      else if (this.#state.kind === 'unreachable') this.#retry.again();
    } else if (this.#state.kind === 'unreachable') {
      if (this.#entered && seen.id === before.user?.id) this.#comeBack(seen);
      else await this.#enter(seen);
    }
    return verdict;
  }

  #lostSight(user: SiteUser | null, error: DrawbridgeError): void {
    const since = this.#state.kind === 'unreachable' ? this.#state.since : this.#ports.clock.now();
    this.#watch.stop();
    const { code, message } = error;
    this.#become({
      kind: 'unreachable',
      ...{ user, since, message },
      ...(code === 'certificate-not-trusted' ? { code } : {}),
    });
    this.#retry.again();
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
}

function lastTryOf(result: Exclude<SignInResult, { kind: 'signed-in' }>): LastTry {
  if (result.kind === 'failed') return { message: result.message };
  return { message: dismissedText(result.end), ...(result.end ? { end: result.end } : {}) };
}

function verdictOf(seen: SiteUser | null | DrawbridgeError): SessionVerdict {
  if (seen === null) return { kind: 'lost' };
  return seen instanceof Error ? { kind: 'unknown', error: seen } : { kind: 'alive' };
}
