import { once } from 'node:events';
import { type IdpChange, type IdpSettings, idpChange } from '../idp/idp-settings.ts';
import { type LoginChange, type LoginSettings, loginChange } from '../login/login-settings.ts';
import { fixedCode } from '../login/mfa/check-code.ts';
import { isSentKind, type MfaKind } from '../login/mfa/mfa-kinds.ts';
import type { SentCode } from '../login/mfa/sent-codes.ts';
import { totpNow } from '../login/mfa/totp.ts';
import { type AuthenticatorCredential, createPasskey } from '../login/passkey/passkeys.ts';
import type { LoginTicket } from '../login/review/login-tickets.ts';
import { type RulesChange, rulesChange } from '../login/sign-in-rules.ts';
import type { SiteState } from '../site-state.ts';
import type { PracticeUser } from '../users.ts';

/** For a person who is given an OTP. */
const PRACTICE_SECRET = 'KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU';

/** Everything about how people come in: what a sign-in demands, and what a test may look up or decide. */
export class LoginControl {
  readonly #site: SiteState;

  constructor(site: SiteState) {
    this.#site = site;
  }

  settings(): LoginSettings {
    return { ...this.#site.settings.login };
  }

  /** Changes some settings, from the next request on. Throws a ZodError that names what is wrong. */
  set(change: LoginChange): void {
    Object.assign(this.#site.settings.login, defined(loginChange.parse(change)));
  }

  idpSettings(): IdpSettings {
    return { ...this.#site.idp.settings };
  }

  /** The same for the identity provider. */
  setIdp(change: IdpChange): void {
    Object.assign(this.#site.idp.settings, defined(idpChange.parse(change)));
  }

  /** What one person meets on the way in. Throws when nobody has that name. */
  setRules(username: string, change: RulesChange): void {
    const user = this.#user(username);
    const { otp, ...rules } = rulesChange.parse(change);
    Object.assign(user.rules, defined(rules));
    if (otp === true) user.otpSecret ??= PRACTICE_SECRET;
    if (otp === false) delete user.otpSecret;
  }

  /** As if the failures of a person, or of an address, had reached the limit. */
  lockUser(username: string): void {
    this.#site.loginLocks.lock(this.#user(username).username);
  }

  lockAddress(ip: string): void {
    this.#site.login.ipLocks.lock(ip);
  }

  /** What a person would type for that second factor now: from the app, the phone or the mailbox. Undefined when nothing was sent. */
  codeFor(username: string, kind: MfaKind): string | undefined {
    const user = this.#user(username);
    if (isSentKind(this.#site, kind)) {
      return this.sentCodes().find((one) => one.username === username && one.kind === kind)?.code;
    }
    if (kind === 'otp') return user.otpSecret === undefined ? undefined : totpNow(user.otpSecret);
    return fixedCode(user, kind);
  }

  /** Waits until a QR code is on a screen (one that nobody confirmed), then the person's phone confirms it; fails after the deadline. */
  async confirmQr(username: string, deadlineMs = 10_000): Promise<void> {
    const { qr } = this.#site.idp;
    const waiting =
      qr.waiting().at(-1) ?? (await once(qr.events, 'shown', { signal: AbortSignal.timeout(deadlineMs) }))[0];
    qr.confirm(waiting.id, this.#user(username));
  }

  /** The phone confirms the code shown last. False when none waits. */
  confirmShownQr(username: string): boolean {
    const { qr } = this.#site.idp;
    const waiting = qr.waiting().at(-1);
    return waiting !== undefined && qr.confirm(waiting.id, this.#user(username));
  }

  /** Registers a passkey for the person, and answers what a (virtual) authenticator needs to hold it. */
  addPasskey(username: string): AuthenticatorCredential {
    const user = this.#user(username);
    const { passkey, authenticator } = createPasskey(user.id);
    user.passkeys.push(passkey);
    return authenticator;
  }

  removePasskeys(username: string): void {
    this.#user(username).passkeys.length = 0;
  }

  /** Requests to an approver, oldest first. */
  tickets(): LoginTicket[] {
    return this.#site.login.tickets.all();
  }

  /** The pending request, or the next one that comes; fails after the deadline. */
  async nextTicket(deadlineMs = 10_000): Promise<LoginTicket> {
    const pending = this.tickets().find((one) => one.state === 'pending');
    if (pending !== undefined) return pending;
    const signal = AbortSignal.timeout(deadlineMs);
    const [ticket] = await once(this.#site.login.tickets.events, 'opened', { signal });
    return ticket;
  }

  /** Decides a pending request as the approver. False when it is not pending. */
  decideTicket(id: string, state: 'approved' | 'rejected'): boolean {
    return this.#site.login.tickets.decide(id, state);
  }

  sentCodes(): SentCode[] {
    return this.#site.login.sentCodes.all();
  }

  /** As if their minute had passed. */
  expireCodes(): void {
    this.#site.login.sentCodes.expireAll();
  }

  /** Whoever is between password and guard has taken too long (600 s). */
  expirePreAuth(): void {
    for (const { preAuth } of this.#site.sessions.all()) if (preAuth !== undefined) preAuth.at = 0;
  }

  /** As if a login had failed at this address. */
  markFailed(ip: string): void {
    this.#site.login.failureMarks.mark(ip);
  }

  clearFailureMarks(): void {
    this.#site.login.failureMarks.clear();
  }

  /** The answer to an open challenge, by its `captcha_0`. */
  captchaAnswer(key: string): string | undefined {
    return this.#site.login.captchas.find(key)?.answer;
  }

  /** Every open challenge runs out now, as after five minutes. */
  expireCaptchas(): void {
    this.#site.login.captchas.expireAll();
  }

  #user(username: string): PracticeUser {
    const user = this.#site.userNamed(username);
    if (user === undefined) throw new Error(`no practice user is named ${username}`);
    return user;
  }
}

function defined(change: object): object {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}
