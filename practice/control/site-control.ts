import { setTimeout as delay } from 'node:timers/promises';
import type { AuditRow } from '../audit/audit-log.ts';
import { type CommandRule, CommandRules } from '../audit/command-rule.ts';
import type { FtpRow } from '../audit/ftp-log.ts';
import type { CommandTicket } from '../audit/tickets.ts';
import type { SiteCertificate } from '../http/site-listener.ts';
import type { SiteState } from '../site-state.ts';
import { displayName, type PracticeUser } from '../users.ts';
import { newCsrfSecret } from '../web-session/csrf.ts';
import type { Fault, KokoFault, KokoFaultLimits, RestFault, SftpFault } from './faults.ts';
import { LoginControl } from './login-control.ts';
import { endSessions, type SessionEnd } from './session-ends.ts';

export interface WebSessionView {
  id: string;
  username: string;
  /** Milliseconds since 1970. */
  expiresAt: number;
  pageCount: number;
}

export interface AccessKeyView {
  id: string;
  username: string;
  isActive: boolean;
  /** Milliseconds since 1970. */
  lastUsedAt: number | undefined;
}

export interface TerminalView {
  id: string;
  username: string;
  asset: string;
  account: string;
  /** `ssh`, or `sftp` of the file manager. */
  protocol: string;
  isLive: boolean;
  isLocked: boolean;
  startedAt: string;
  endedAt: string | undefined;
  shellPid: number | undefined;
  commands: number;
}

/** What an administrator or bad luck can do to the site; the control API and tests both speak through this. */
export class SiteControl {
  readonly login: LoginControl;
  readonly #site: SiteState;
  /** For connections from now on; throws on a site without TLS. */
  readonly setCertificates: (certificates: readonly SiteCertificate[]) => void;

  constructor(site: SiteState, setCertificates: (certificates: readonly SiteCertificate[]) => void) {
    this.#site = site;
    this.login = new LoginControl(site);
    this.setCertificates = setCertificates;
  }

  /** Clients are not to know that this is practice. */
  get looksReal(): boolean {
    return this.#site.settings.looksReal;
  }

  get people(): readonly PracticeUser[] {
    return this.#site.users;
  }

  user(username: string): PracticeUser {
    const user = this.#site.userNamed(username);
    if (user === undefined) throw new Error(`no practice user is named ${username}`);
    return user;
  }

  webSessions(): WebSessionView[] {
    return this.#site.sessions.signedIn().map((session) => ({
      id: session.id,
      username: this.#site.user(session.userId)?.username ?? '',
      expiresAt: session.lastSavedAt + this.#site.settings.sessionAgeSeconds * 1000,
      pageCount: session.pageCount,
    }));
  }

  expireWebSessions(username?: string): number {
    const ended = this.#site.sessions
      .signedIn()
      .filter((session) => username === undefined || this.#site.user(session.userId)?.username === username);
    for (const session of ended) this.#site.sessions.delete(session);
    return ended.length;
  }

  endSessions(username: string, how: SessionEnd): number {
    return endSessions(this.#site, username, how);
  }

  /** The person's sessions are void from now on (protocol 3.5). */
  changePassword(username: string, password: string): void {
    this.user(username).password = password;
  }

  /** The tokens that clients hold are no longer right; the next page that sets the cookie brings new ones. */
  rotateCsrf(username: string): void {
    const { id } = this.user(username);
    for (const session of this.#site.sessions.signedIn())
      if (session.userId === id) session.csrfSecret = newCsrfSecret();
  }

  accessKeys(): AccessKeyView[] {
    return this.#site.accessKeys.all().map(({ id, userId, isActive, lastUsedAt }) => ({
      id,
      username: this.#site.user(userId)?.username ?? '',
      isActive,
      lastUsedAt,
    }));
  }

  setAccessKeyActive(id: string, isActive: boolean): boolean {
    const key = this.#site.accessKeys.find(id);
    if (key !== undefined) key.isActive = isActive;
    return key !== undefined;
  }

  deleteAccessKey(id: string): boolean {
    return this.#site.accessKeys.delete(id);
  }

  setSingleMachine(on: boolean): void {
    this.#site.settings.singleMachine = on;
  }

  setSessionAge(seconds: number): void {
    this.#site.settings.sessionAgeSeconds = seconds;
  }

  setUserActive(username: string, isActive: boolean): void {
    this.user(username).isActive = isActive;
  }

  clearLoginLocks(): void {
    this.#site.loginLocks.clear();
    this.#site.mfaLocks.clear();
    this.#site.login.ipLocks.clear();
  }

  terminals(): TerminalView[] {
    return this.#site.terminals.records.map((record) => ({
      id: record.id,
      username: this.#site.user(record.userId)?.username ?? '',
      asset: record.asset,
      account: record.account,
      protocol: record.protocol,
      isLive: record.endedAt === undefined,
      isLocked: record.isLocked,
      startedAt: record.startedAt.toISOString(),
      endedAt: record.endedAt?.toISOString(),
      shellPid: this.#site.terminals.live(record.id)?.shellPid,
      commands: record.commands,
    }));
  }

  async whenTerminals(count: number, deadlineMs: number): Promise<TerminalView[]> {
    const deadline = Date.now() + deadlineMs;
    while (this.#site.terminals.records.length < count) {
      if (Date.now() > deadline) throw new Error(`no ${count} terminals within ${deadlineMs} ms`);
      await delay(10);
    }
    return this.terminals();
  }

  killTerminal(id: string): boolean {
    const terminal = this.#site.terminals.live(id);
    terminal?.kill(this.#adminName());
    return terminal !== undefined;
  }

  lockTerminal(id: string): boolean {
    const terminal = this.#site.terminals.live(id);
    terminal?.lock(this.#adminName());
    return terminal !== undefined;
  }

  unlockTerminal(id: string): boolean {
    const terminal = this.#site.terminals.live(id);
    terminal?.unlock(this.#adminName());
    return terminal !== undefined;
  }

  notifyPermission(id: string, isValid: boolean): boolean {
    const terminal = this.#site.terminals.live(id);
    terminal?.notifyPermission(isValid);
    return terminal !== undefined;
  }

  audit(sessionId?: string): AuditRow[] {
    return sessionId === undefined ? this.#site.audit.all() : this.#site.audit.ofSession(sessionId);
  }

  ftpLog(): FtpRow[] {
    return this.#site.ftpLog.all();
  }

  setActions(actions: readonly string[]): void {
    this.#site.settings.actions = [...actions];
  }

  setSftpFault(fault: SftpFault, limits?: { cmd?: string; times?: number }): void {
    this.#site.faults.setSftp(fault, limits);
  }

  /** The folder of this machine that an account on an asset calls home. */
  homeOf(assetName: string, username: string): string {
    const asset = this.#site.assets.assets.find(({ name }) => name === assetName);
    if (asset === undefined) throw new Error(`no practice asset is named ${assetName}`);
    return this.#site.homes.homeFor(asset, username);
  }

  tickets(): CommandTicket[] {
    return this.#site.tickets.all();
  }

  decideTicket(id: string, state: 'approved' | 'rejected' | 'closed'): boolean {
    return this.#site.tickets.decide(id, state, this.#adminName()) !== undefined;
  }

  /** For terminals opened from now on. */
  setCommandRules(rules: CommandRule[]): void {
    this.#site.rules = new CommandRules(rules);
  }

  liveShells(): number {
    return this.#site.terminals.shells();
  }

  setFault(kind: Fault['kind']): void {
    this.#site.faults.current = { kind };
  }

  setRestFault(fault: RestFault | undefined): void {
    this.#site.faults.setRest(fault);
  }

  setKokoFault(fault: KokoFault, limits?: KokoFaultLimits): void {
    this.#site.faults.setKoko(fault, limits);
  }

  setClockAhead(seconds: number): void {
    this.#site.faults.clockAheadSeconds = seconds;
  }

  setThrottle(userPerMinute: number): void {
    this.#site.settings.userPerMinute = userPerMinute;
    this.#site.throttle.clear();
  }

  #adminName(): string {
    return displayName(this.user('admin'));
  }
}
