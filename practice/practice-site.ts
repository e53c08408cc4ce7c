import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AuditRow } from './audit/audit-log.ts';
import type { CommandRule } from './audit/command-rule.ts';
import type { FtpRow } from './audit/ftp-log.ts';
import type { CommandTicket } from './audit/tickets.ts';
import { ControlApi } from './control/control-api.ts';
import { isControlPath } from './control/control-path.ts';
import type { Fault, KokoFault, KokoFaultLimits, RestFault, SftpFault } from './control/faults.ts';
import type { LoginControl } from './control/login-control.ts';
import type { SessionEnd } from './control/session-ends.ts';
import { type AccessKeyView, SiteControl, type TerminalView, type WebSessionView } from './control/site-control.ts';
import { CoreApp } from './http/core-app.ts';
import { json, type Reply, send } from './http/reply.ts';
import { type SiteCertificate, SiteListener } from './http/site-listener.ts';
import { BodyTooLarge, readRequest, type SiteRequest } from './http/site-request.ts';
import { KokoGateway } from './koko/koko-gateway.ts';
import { createKeyPair } from './login/key-pair.ts';
import { type PracticeSiteOptions, settingsFrom } from './options.ts';
import { processesLivingIn, signal } from './shell/process-session.ts';
import { ShellHomes } from './shell/shell-homes.ts';
import { SiteState } from './site-state.ts';
import type { PracticeUser } from './users.ts';

const ADDRESS = '127.0.0.1';

/**
 * An embedded JumpServer v4.10 on 127.0.0.1 with real shells behind it: for tests, the demo, and trying without a server.
 *
 * @example
 * const site = await PracticeSite.start();
 * // sign in at site.url as site.users.alice, open terminals, then:
 * site.killTerminal(site.terminals()[0].id);
 * await site.dispose();
 */
export class PracticeSite {
  readonly controlKey: string;
  readonly #site: SiteState;
  readonly #app: CoreApp;
  readonly #gateway: KokoGateway;
  readonly #control: SiteControl;
  readonly #controlApi: ControlApi;
  readonly #listener: SiteListener;
  readonly #hanging = new Set<ServerResponse>();
  #ending: Promise<void> | undefined;

  /** Resolves when the site listens. */
  static async start(options: PracticeSiteOptions = {}): Promise<PracticeSite> {
    const settings = settingsFrom(options);
    const keyPair = await createKeyPair();
    const site = new SiteState({
      settings,
      keyPair,
      homes: new ShellHomes(),
      idpCertificates: (options.idpTls ?? options.tls)?.certificates,
    });
    const practice = new PracticeSite(site, options);
    try {
      await practice.#listen(settings.port);
    } catch (error) {
      await practice.dispose();
      throw error;
    }
    return practice;
  }

  private constructor(site: SiteState, options: PracticeSiteOptions) {
    this.#site = site;
    this.controlKey = options.controlKey ?? randomBytes(24).toString('base64url');
    this.#app = new CoreApp(site);
    this.#gateway = new KokoGateway(site);
    this.#control = new SiteControl(site, (certificates) => this.#listener.setCertificates(certificates));
    this.#controlApi = new ControlApi(this.#control, this.controlKey);
    this.#listener = new SiteListener({
      certificates: options.tls?.certificates,
      answer: (request, response) => void this.#answer(request, response),
    });
    this.#listener.server.on('upgrade', (request, socket, head) => this.#gateway.upgrade(request, socket, head));
  }

  /** `http://127.0.0.1:port`, or what TLS and public host make of it. */
  get url(): string {
    return this.#site.url;
  }

  /** The control page, key included. The API is below `/practice/api/`. */
  get controlUrl(): string {
    return `${this.url}/practice/?key=${this.controlKey}`;
  }

  /** The people who can sign in, by user name. */
  get users(): { alice: PracticeUser; bob: PracticeUser; admin: PracticeUser } {
    return { alice: this.#control.user('alice'), bob: this.#control.user('bob'), admin: this.#control.user('admin') };
  }

  /** What a sign-in demands, and what comes of it: captcha, second factors and more. */
  get login(): LoginControl {
    return this.#control.login;
  }

  /** The identity provider's origin, `http://localhost:port` by default. */
  get idpUrl(): string {
    return this.#site.idp.url;
  }

  webSessions(): WebSessionView[] {
    return this.#control.webSessions();
  }

  /** Ends the web sessions of one person, or of all: REST answers 401 from now on, open terminals go on. Returns how many. */
  expireWebSessions(username?: string): number {
    return this.#control.expireWebSessions(username);
  }

  /** Ends the sessions of one person in one of the ways of a real site; returns how many there were. */
  endSessions(username: string, how: SessionEnd): number {
    return this.#control.endSessions(username, how);
  }

  /** Every session of the person is void from now on. */
  changePassword(username: string, password: string): void {
    this.#control.changePassword(username, password);
  }

  /** Tokens that clients hold are refused until they have loaded a page that sets the cookie. */
  rotateCsrf(username: string): void {
    this.#control.rotateCsrf(username);
  }

  /** Everybody's access keys, without their secrets. */
  accessKeys(): AccessKeyView[] {
    return this.#control.accessKeys();
  }

  /** An inactive key is refused as a wrong one is. Returns false when there is no such key; `deleteAccessKey` too. */
  setAccessKeyActive(id: string, isActive: boolean): boolean {
    return this.#control.setAccessKeyActive(id, isActive);
  }

  deleteAccessKey(id: string): boolean {
    return this.#control.deleteAccessKey(id);
  }

  /** A new login removes the person's earlier sessions. */
  setSingleMachine(on: boolean): void {
    this.#control.setSingleMachine(on);
  }

  /** From now on sessions live this long, existing ones included. */
  setSessionAge(seconds: number): void {
    this.#control.setSessionAge(seconds);
  }

  /** Forgets failed logins and lifts locks. */
  clearLoginLocks(): void {
    this.#control.clearLoginLocks();
  }

  setUserActive(username: string, isActive: boolean): void {
    this.#control.setUserActive(username, isActive);
  }

  /** Live and ended terminal sessions, oldest first. */
  terminals(): TerminalView[] {
    return this.#control.terminals();
  }

  /** Waits until a terminal of this number is live, counted over all that ever were; fails after the deadline. */
  whenTerminals(count: number, deadlineMs = 10_000): Promise<TerminalView[]> {
    return this.#control.whenTerminals(count, deadlineMs);
  }

  /** Returns false when no such terminal lives. The same holds for lock and unlock. */
  killTerminal(id: string): boolean {
    return this.#control.killTerminal(id);
  }

  lockTerminal(id: string): boolean {
    return this.#control.lockTerminal(id);
  }

  unlockTerminal(id: string): boolean {
    return this.#control.unlockTerminal(id);
  }

  /** Sends TERMINAL_PERM_EXPIRED or TERMINAL_PERM_VALID, as the five-minute re-check would. */
  notifyPermission(id: string, isValid: boolean): boolean {
    return this.#control.notifyPermission(id, isValid);
  }

  /** Recorded commands, oldest first. */
  audit(sessionId?: string): AuditRow[] {
    return this.#control.audit(sessionId);
  }

  /** Operations of the file manager, oldest first. */
  ftpLog(): FtpRow[] {
    return this.#control.ftpLog();
  }

  /** What everybody may do from now on, of `connect`, `upload`, `download`, `copy`, `paste`, `delete`, `share`. */
  setActions(actions: readonly string[]): void {
    this.#control.setActions(actions);
  }

  /** What becomes of the file manager's requests; `none` mends it. */
  setSftpFault(fault: SftpFault, limits?: { cmd?: string; times?: number }): void {
    this.#control.setSftpFault(fault, limits);
  }

  /** The folder of this machine that an account on an asset calls home: what shells and the file manager show. */
  homeOf(assetName: string, username: string): string {
    return this.#control.homeOf(assetName, username);
  }

  tickets(): CommandTicket[] {
    return this.#control.tickets();
  }

  /** Decides a pending review ticket as the administrator. */
  decideTicket(id: string, state: 'approved' | 'rejected' | 'closed'): boolean {
    return this.#control.decideTicket(id, state);
  }

  setCommandRules(rules: CommandRule[]): void {
    this.#control.setCommandRules(rules);
  }

  /** Shells whose process still runs. */
  get liveShells(): number {
    return this.#control.liveShells();
  }

  setFault(fault: Fault['kind']): void {
    this.#control.setFault(fault);
    if (fault !== 'hang') this.#releaseHanging();
  }

  /** REST answers so instead of as it should; `undefined` mends it. */
  setRestFault(fault: RestFault | undefined): void {
    this.#control.setRestFault(fault);
  }

  /** What becomes of KoKo's handshakes; `none` mends it. */
  setKokoFault(fault: KokoFault, limits?: KokoFaultLimits): void {
    this.#control.setKokoFault(fault, limits);
  }

  /** The Date header of every answer is ahead by so much; negative is behind. */
  setClockAhead(seconds: number): void {
    this.#control.setClockAhead(seconds);
  }

  setThrottle(userPerMinute: number): void {
    this.#control.setThrottle(userPerMinute);
  }

  /** New connections get these in turn, open ones keep theirs; only on a site that was started with TLS. */
  setCertificates(certificates: readonly SiteCertificate[]): void {
    this.#control.setCertificates(certificates);
  }

  /** Cuts every TCP connection at once, terminals too, as a network failure would. */
  dropConnections(): void {
    this.#listener.server.closeAllConnections();
    this.#gateway.dropAll();
  }

  /** Closes all sockets, ends every process of every shell, removes the homes. */
  dispose(): Promise<void> {
    this.#ending ??= this.#end();
    return this.#ending;
  }

  async #listen(port: number): Promise<void> {
    await this.#site.idp.listen();
    const bound = await this.#listener.listen(port, ADDRESS);
    this.#site.url = `${this.#listener.scheme}://${this.#site.settings.publicHost}:${bound}`;
  }

  async #end(): Promise<void> {
    this.#gateway.dispose();
    this.#site.sessions.dispose();
    await this.#site.idp.dispose();
    await this.#site.terminals.dispose();
    const closed = new Promise<void>((resolve) => this.#listener.server.close(() => resolve()));
    this.#releaseHanging();
    this.#listener.server.closeAllConnections();
    await closed;
    for (const pid of processesLivingIn(this.#site.homes.root)) signal(pid, 'SIGKILL');
    this.#site.homes.dispose();
  }

  async #answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const request = await readRequest(message);
      if (!isControlPath(request.path) && this.#site.faults.current.kind === 'hang') {
        this.#hanging.add(response);
        response.once('close', () => this.#hanging.delete(response));
        return;
      }
      const { reply, cookies } = await this.#replyTo(request);
      const ahead = this.#site.faults.clockAheadSeconds;
      if (ahead !== 0) response.setHeader('Date', new Date(Date.now() + ahead * 1000).toUTCString());
      send(response, reply, cookies);
    } catch (error) {
      if (response.destroyed || response.headersSent) return;
      const tooLarge = error instanceof BodyTooLarge;
      if (!tooLarge)
        process.stderr.write(`practice: ${message.method} ${message.url?.split('?')[0]}: ${String(error)}\n`);
      send(
        response,
        json(tooLarge ? 413 : 500, { error: tooLarge ? 'Payload too large' : 'Server internal error' }),
        [],
      );
    }
  }

  async #replyTo(request: SiteRequest): Promise<{ reply: Reply; cookies: string[] }> {
    if (isControlPath(request.path)) {
      const reply = this.#controlApi.answer(request);
      if (this.#site.faults.current.kind !== 'hang') this.#releaseHanging();
      return { reply, cookies: [] };
    }
    return this.#app.answer(request);
  }

  /** What hung is cut: its answer would come from another time. */
  #releaseHanging(): void {
    for (const response of this.#hanging) response.destroy();
    this.#hanging.clear();
  }
}
