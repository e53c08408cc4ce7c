import type { CommandRule } from './audit/command-rule.ts';
import type { SiteCertificate } from './http/site-listener.ts';
import { IDP_DEFAULTS, type IdpSettings } from './idp/idp-settings.ts';
import { LOGIN_DEFAULTS, type LoginSettings } from './login/login-settings.ts';

/** Which mark separates the two halves of an encrypted password (protocol 0.2: `:` up to v4.10.18). */
export type PasswordSeparator = ':' | '::encrypted::';

/** What a permission may allow (protocol 5.3). */
export const ACTION_NAMES = ['connect', 'upload', 'download', 'copy', 'paste', 'delete', 'share'] as const;

/** How a practice site differs from a freshly installed JumpServer v4.10.16. Everything is optional. */
export interface PracticeSiteOptions {
  /** TCP port on 127.0.0.1; 0 or absent picks a free one. */
  port?: number;
  /** The name that the site gives itself, as INTERFACE.login_title. */
  title?: string;
  /** `jms_` by default; the empty string is a real case (protocol 1.3). */
  cookiePrefix?: string;
  /** Cookie values in quotes, as some deployments send them (protocol 1.3). */
  quotedCookies?: boolean;
  /** USER_LOGIN_SINGLE_MACHINE_ENABLED: a new login removes the earlier session (protocol 3.5). */
  singleMachine?: boolean;
  /** SECURITY_VIEW_AUTH_NEED_MFA: creating an access key asks who one is (protocol 4.4). */
  confirmIdentity?: boolean;
  /** How long such a confirmation holds, seconds. */
  confirmSeconds?: number;
  /** Sliding life of a web session, seconds. */
  sessionAgeSeconds?: number;
  /** Life of the step between password and guard, seconds (protocol 2.1). */
  preAuthSeconds?: number;
  /** SESSION_EXPIRE_AT_BROWSER_CLOSE: session cookies without Max-Age, and page counting (protocol 3.4). */
  browserCloseMode?: boolean;
  /** Whether `/ui/` and `/luna/` send `user-session` GET and DELETE as the real ones do. */
  pagesCountSessions?: boolean;
  passwordSeparator?: PasswordSeparator;
  /** Failed logins before the account locks (protocol 1.8). */
  loginLimit?: number;
  /** What a sign-in demands: captcha and more. The defaults are those of a fresh installation. */
  login?: Partial<LoginSettings>;
  /** How the identity provider behaves to which OpenID, OAuth2, CAS and SAML2 lead. */
  idp?: Partial<IdpSettings>;
  /** The name in the provider's URL; it too listens on 127.0.0.1. Another name than the site's keeps their cookies apart. */
  idpHost?: string;
  /** Certificates of the provider; those of the site by default. */
  idpTls?: { certificates: readonly SiteCertificate[] };
  /** Requests a user may send in a minute before 429. */
  throttle?: { userPerMinute: number };
  /** Certificates of an https site; connections get them in turn. Absent: plain http. */
  tls?: { certificates: readonly SiteCertificate[] };
  /** The name in the site's URL, such as `jms.localhost`; it always listens on 127.0.0.1, which is the default here too. */
  publicHost?: string;
  /** DOMAINS: `host[:port]` whose `Origin` header passes the CSRF test, or `*`. By default the site's own address (protocol 1.9). */
  domains?: string[];
  /** Does not tell clients that it is a practice site, so that they take the care that a real one needs. */
  looksReal?: boolean;
  tokenSeconds?: number;
  /** Record and check commands. With `false` bytes pass straight between socket and PTY. */
  audit?: boolean;
  /** Command rules, in order of priority. The default refuses `reboot`. */
  acl?: CommandRule[];
  /** What a new terminal prints before its prompt. The default is the `Last login` line of sshd. */
  welcome?: string;
  /** Seconds a terminal socket may be silent before it is ended (protocol 7.8). */
  readDeadlineSeconds?: number;
  /** `mute` leaves TCP open, as measured; `drop` cuts it. */
  afterReadDeadline?: 'mute' | 'drop';
  pingSeconds?: number;
  maxIdleMinutes?: number;
  maxSessionHours?: number;
  /** Period of the test for idle and maximum time, seconds. */
  limitTickSeconds?: number;
  /** How long "Connecting to" stands before the shell is there, milliseconds. */
  connectDelayMs?: number;
  /** Seconds between two looks at a command review ticket (protocol 7.10). */
  ticketPollSeconds?: number;
  /** What everybody may do on an asset; all seven actions by default (protocol 5.3). */
  actions?: readonly string[];
  /** So many more assets, the first ones with names of quotes and of other scripts; none by default. */
  moreAssets?: number;
  /** The name of another organisation of an enterprise edition, with assets of its own; none by default (protocol 4.5). */
  otherOrganisation?: string;
  /** Whether the file manager shows paths as shells see them, or the account's home as `/`. */
  sftpRoot?: 'filesystem' | 'home';
  /** Key of the control API; a random one by default. */
  controlKey?: string;
}

/** The options with every default filled in. Control calls change some of them while the site runs. */
export type SiteSettings = {
  -readonly [K in keyof Omit<
    PracticeSiteOptions,
    'acl' | 'controlKey' | 'domains' | 'idp' | 'idpTls' | 'login' | 'throttle' | 'tls' | 'welcome'
  >]-?: Exclude<PracticeSiteOptions[K], undefined>;
} & {
  userPerMinute: number;
  login: LoginSettings;
  idp: IdpSettings;
  acl: CommandRule[];
  welcome: string | undefined;
  domains: string[] | undefined;
};

export function settingsFrom(options: PracticeSiteOptions): SiteSettings {
  return {
    port: options.port ?? 0,
    title: options.title ?? 'JumpServer practice site',
    cookiePrefix: options.cookiePrefix ?? 'jms_',
    quotedCookies: options.quotedCookies ?? false,
    singleMachine: options.singleMachine ?? false,
    confirmIdentity: options.confirmIdentity ?? true,
    confirmSeconds: options.confirmSeconds ?? 300,
    sessionAgeSeconds: options.sessionAgeSeconds ?? 86_400,
    preAuthSeconds: options.preAuthSeconds ?? 600,
    browserCloseMode: options.browserCloseMode ?? false,
    pagesCountSessions: options.pagesCountSessions ?? false,
    passwordSeparator: options.passwordSeparator ?? ':',
    loginLimit: options.loginLimit ?? 7,
    login: { ...LOGIN_DEFAULTS, ...options.login },
    idp: { ...IDP_DEFAULTS, ...options.idp },
    idpHost: options.idpHost ?? 'localhost',
    userPerMinute: options.throttle?.userPerMinute ?? 4096,
    publicHost: options.publicHost ?? '127.0.0.1',
    domains: options.domains,
    looksReal: options.looksReal ?? false,
    tokenSeconds: options.tokenSeconds ?? 300,
    audit: options.audit ?? true,
    acl: options.acl ?? [{ name: 'no reboot', pattern: '\\breboot\\b', action: 'reject' }],
    welcome: options.welcome,
    readDeadlineSeconds: options.readDeadlineSeconds ?? 300,
    afterReadDeadline: options.afterReadDeadline ?? 'mute',
    pingSeconds: options.pingSeconds ?? 60,
    maxIdleMinutes: options.maxIdleMinutes ?? 30,
    maxSessionHours: options.maxSessionHours ?? 24,
    limitTickSeconds: options.limitTickSeconds ?? 30,
    connectDelayMs: options.connectDelayMs ?? 110,
    ticketPollSeconds: options.ticketPollSeconds ?? 10,
    actions: options.actions ?? ACTION_NAMES,
    moreAssets: options.moreAssets ?? 0,
    otherOrganisation: options.otherOrganisation ?? '',
    sftpRoot: options.sftpRoot ?? 'filesystem',
  };
}
