import { type Language, languageOf } from '../i18n/language.ts';
import type { SiteState } from '../site-state.ts';
import { type PracticeUser, passwordHash } from '../users.ts';
import { csrfFailure, maskSecret, newCsrfSecret, unmaskToken } from '../web-session/csrf.ts';
import { newWebSession, type WebSession } from '../web-session/web-session.ts';
import { setCookie } from './cookies.ts';
import { headerOf, type SiteRequest } from './site-request.ts';

/** Paths whose answers carry a fresh cookie although the stored session is not renewed (protocol 3.3). */
const NOT_RENEWING = ['/api/v1/users/profile/', '/api/v1/authentication/user-session/'];
/** The one API path that hands out the key (protocol 1.3). */
const ONE_TIME_LOGIN = '/api/v1/authentication/sso/login/';
const CSRF_COOKIE_SECONDS = 31_449_600;

/** One request inside the application: its web session, its person, and the cookies of the answer. */
export class Visit {
  readonly site: SiteState;
  readonly request: SiteRequest;
  readonly #cookies: string[] = [];
  #session: WebSession | undefined;
  #csrfSecret: string | undefined;
  #csrfCookieDue = false;
  #signer: PracticeUser | undefined;

  constructor(site: SiteState, request: SiteRequest) {
    this.site = site;
    this.request = request;
    this.#session = site.sessions.find(request.cookies.get(this.#cookieName('sessionid')));
    const cookie = request.cookies.get(this.#cookieName('csrftoken'));
    this.#csrfSecret = cookie === undefined ? undefined : unmaskToken(cookie);
  }

  /** Scheme and host as the browser names the site, which may be another of its names than the configured one. */
  get baseUrl(): string {
    return `${new URL(this.site.url).protocol}//${this.request.host}`;
  }

  get language(): Language {
    return languageOf(this.request);
  }

  get session(): WebSession | undefined {
    return this.#session;
  }

  /** The session, created now if there is none: only pages that store something call this. */
  ensureSession(): WebSession {
    this.#session ??= newWebSession();
    return this.#session;
  }

  /** The signed-in, active person; a disabled or expired one counts as anonymous (protocol 4.1). */
  get user(): PracticeUser | undefined {
    if (this.#signer !== undefined) return this.#signer;
    const user = this.site.user(this.#session?.userId);
    return user?.isActive && !user.rules.expired ? user : undefined;
  }

  /** The request is this person's by another proof than the cookie; CSRF is no matter then. */
  signedBy(user: PracticeUser): void {
    this.#signer = user;
  }

  get isSigned(): boolean {
    return this.#signer !== undefined;
  }

  /** A masked token for a form; the answer renews the CSRF cookie. */
  csrfToken(): string {
    this.#csrfSecret ??= newCsrfSecret();
    this.#csrfCookieDue = true;
    return maskSecret(this.#csrfSecret);
  }

  csrfFailure(token: string | undefined): string | undefined {
    return csrfFailure(this.request, {
      cookie: this.request.cookies.get(this.#cookieName('csrftoken')),
      token,
      expected: this.#session?.userId === undefined ? undefined : this.#session.csrfSecret,
      domains: this.site.settings.domains ?? [this.site.authority],
    });
  }

  /** Django's `login()`: session key cycled unless the same person is already in, CSRF secret always rotated (protocol 2.1). */
  login(user: PracticeUser): void {
    const session = this.ensureSession();
    if (session.userId !== user.id) this.site.sessions.cycleKey(session);
    session.userId = user.id;
    session.passwordHash = passwordHash(user);
    session.from = { ip: this.request.remoteAddr, userAgent: headerOf(this.request, 'user-agent') ?? '' };
    session.preAuth = undefined;
    session.csrfSecret = newCsrfSecret();
    this.#csrfSecret = session.csrfSecret;
    this.#csrfCookieDue = true;
    if (this.site.settings.singleMachine) this.site.endOtherSessions(session);
  }

  logout(): void {
    if (this.#session !== undefined) this.site.sessions.delete(this.#session);
    this.#session = undefined;
  }

  addCookie(line: string): void {
    this.#cookies.push(line);
  }

  /** What the middlewares add on the way out (protocol 1.3). Answers of 500 and above carry no session cookie. */
  finish(status: number): string[] {
    const { cookiePrefix, quotedCookies } = this.site.settings;
    const isApi = this.request.path.startsWith('/api') && this.request.path !== ONE_TIME_LOGIN;
    if (!isApi) this.#offerKey();
    if (status < 500) this.#saveSession();
    if (this.#csrfCookieDue && this.#csrfSecret !== undefined) {
      const flags = { maxAgeSeconds: CSRF_COOKIE_SECONDS, sameSite: 'Lax', quoted: quotedCookies } as const;
      this.#cookies.unshift(setCookie(this.#cookieName('csrftoken'), this.#csrfSecret, flags));
    }
    if (this.request.cookies.get('SESSION_COOKIE_NAME_PREFIX') !== cookiePrefix) {
      this.#cookies.push(setCookie('SESSION_COOKIE_NAME_PREFIX', cookiePrefix, { quoted: quotedCookies }));
    }
    return this.#cookies;
  }

  /** The key goes out only when the session and the cookie disagree, and never on API paths. */
  #offerKey(): void {
    const session = this.ensureSession();
    const held = this.request.cookies.get('jms_public_key');
    if (session.publicKeyCookie !== undefined && session.publicKeyCookie === held) return;
    session.publicKeyCookie = this.site.keyPair.publicKeyCookie;
    session.privateKey = this.site.keyPair.privateKey;
    this.#cookies.push(setCookie('jms_public_key', session.publicKeyCookie));
  }

  #saveSession(): void {
    const name = this.#cookieName('sessionid');
    const session = this.#session;
    if (session === undefined) {
      if (this.request.cookies.has(name)) {
        this.#cookies.push(setCookie(name, '', { maxAgeSeconds: 0, sameSite: 'Lax' }));
      }
      return;
    }
    if (NOT_RENEWING.some((path) => this.request.path.startsWith(path))) this.site.sessions.keep(session);
    else this.site.sessions.save(session);
    const { browserCloseMode, sessionAgeSeconds, quotedCookies } = this.site.settings;
    const lasting = !browserCloseMode || session.explicitExpiry;
    this.#cookies.push(
      setCookie(name, session.id, {
        httpOnly: true,
        sameSite: 'Lax',
        quoted: quotedCookies,
        ...(lasting ? { maxAgeSeconds: sessionAgeSeconds } : {}),
      }),
    );
  }

  #cookieName(suffix: 'sessionid' | 'csrftoken'): string {
    return this.site.settings.cookiePrefix + suffix;
  }
}
