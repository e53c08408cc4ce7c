import { AccessKeys } from './access-keys/access-key.ts';
import type { AssetTree } from './assets/asset-tree.ts';
import { seedAssets } from './assets/seed.ts';
import { AuditLog } from './audit/audit-log.ts';
import { CommandRules } from './audit/command-rule.ts';
import { FtpLog } from './audit/ftp-log.ts';
import { Tickets } from './audit/tickets.ts';
import { Faults } from './control/faults.ts';
import type { SiteCertificate } from './http/site-listener.ts';
import { IdentityProvider } from './idp/identity-provider.ts';
import { ConnectionTokens } from './koko/connection-tokens.ts';
import { TerminalRegistry } from './koko/terminal-registry.ts';
import type { SiteKeyPair } from './login/key-pair.ts';
import { Lockouts } from './login/lockouts.ts';
import { LoginState } from './login/login-state.ts';
import type { SiteSettings } from './options.ts';
import { furtherOrganisation, type Organisation } from './organisations.ts';
import { Throttle } from './rest/throttle.ts';
import type { ShellHomes } from './shell/shell-homes.ts';
import { type PracticeUser, passwordHash, practiceUsers } from './users.ts';
import type { WebSession } from './web-session/web-session.ts';
import { WebSessions } from './web-session/web-sessions.ts';

/** Everything the practice site knows. One object a site: nothing lives in modules. */
export class SiteState {
  readonly settings: SiteSettings;
  readonly keyPair: SiteKeyPair;
  readonly homes: ShellHomes;
  readonly idp: IdentityProvider;
  readonly users: PracticeUser[] = practiceUsers();
  readonly sessions: WebSessions;
  readonly loginLocks: Lockouts;
  readonly mfaLocks: Lockouts;
  readonly login: LoginState;
  readonly throttle: Throttle;
  /** Of all organisations. */
  readonly assets: AssetTree;
  /** Beside those that every edition has. */
  readonly furtherOrganisations: readonly Organisation[];
  /** Users whose permission tree a tree call has built: before that `node_id` finds nothing (measured, 5.3). */
  readonly builtTrees = new Set<string>();
  readonly favorites = new Map<string, Set<string>>();
  readonly accessKeys = new AccessKeys();
  readonly tokens: ConnectionTokens;
  readonly terminals = new TerminalRegistry();
  readonly audit = new AuditLog();
  readonly ftpLog = new FtpLog();
  readonly tickets = new Tickets();
  readonly faults = new Faults();
  rules: CommandRules;
  /** `http://127.0.0.1:port`, or what TLS and public host make of it; known once the site listens. */
  url = '';

  constructor(ports: {
    settings: SiteSettings;
    keyPair: SiteKeyPair;
    homes: ShellHomes;
    /** Of the identity provider; absent: plain http. */
    idpCertificates: readonly SiteCertificate[] | undefined;
  }) {
    this.settings = ports.settings;
    const { moreAssets, otherOrganisation } = ports.settings;
    this.furtherOrganisations = otherOrganisation === '' ? [] : [furtherOrganisation(otherOrganisation)];
    this.assets = seedAssets(moreAssets, this.furtherOrganisations[0]);
    this.keyPair = ports.keyPair;
    this.homes = ports.homes;
    this.idp = new IdentityProvider({
      settings: this.settings.idp,
      host: this.settings.idpHost,
      certificates: ports.idpCertificates,
      users: this.users,
    });
    this.sessions = new WebSessions(
      () => this.settings.sessionAgeSeconds,
      ({ userId, passwordHash: held }) => {
        const user = this.user(userId);
        return user !== undefined && held !== passwordHash(user);
      },
    );
    this.loginLocks = new Lockouts(() => this.settings.loginLimit);
    this.mfaLocks = new Lockouts(() => this.settings.loginLimit);
    this.login = new LoginState(this.settings.login);
    this.throttle = new Throttle(() => this.settings.userPerMinute);
    this.tokens = new ConnectionTokens(() => this.settings.tokenSeconds);
    this.rules = new CommandRules(this.settings.acl);
  }

  /** `host:port`, as a browser names it. */
  get authority(): string {
    return this.url.replace(/^https?:\/\//, '');
  }

  user(id: string | undefined): PracticeUser | undefined {
    return this.users.find((user) => user.id === id);
  }

  /** Single-machine login: the newest session of a person is the only one (protocol 3.5). */
  endOtherSessions(newest: WebSession): void {
    for (const session of this.sessions.signedIn())
      if (session !== newest && session.userId === newest.userId) this.sessions.delete(session);
  }

  userNamed(username: string): PracticeUser | undefined {
    return this.users.find((user) => user.username === username);
  }
}
