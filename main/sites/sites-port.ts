import type { DrawbridgeError } from '../errors/drawbridge-error.ts';
import type { RestClientPort } from '../jumpserver/rest-client-port.ts';
import type { DiscoveryPort } from './discovery.ts';
import type { SignInReason, SiteSummary, SiteUser } from './site-model.ts';
import type { SiteTransport } from './site-transport.ts';

export interface SitesEvents {
  'did-change': SiteSummary;
  'did-remove': { readonly id: string };
  'will-sign-in': { readonly siteId: string; readonly reason: SignInReason };
  'did-sign-in': { readonly siteId: string; readonly user: SiteUser };
  'did-sign-out': { readonly siteId: string };
  'did-expire': { readonly siteId: string };
  /** A durable REST key exists from now on, on the site and here; `keyId` is the site's own id of it. */
  'did-make-key': { readonly siteId: string; readonly keyId: string; readonly how: KeyOrigin };
  /** It is not used any more. */
  'did-end-key': { readonly siteId: string; readonly keyId: string; readonly why: KeyEnd };
  /** Another person than before signed in: what is open belongs to the former one. */
  'did-change-user': { readonly siteId: string; readonly before: SiteUser; readonly now: SiteUser };
}

/** Drawbridge made it, or took over one that another program had made. */
export type KeyOrigin = 'made' | 'taken-over';

/** By the person, by the site that takes it no longer, or because it could not be deleted there (`left`). */
export type KeyEnd = 'revoked' | 'refused' | 'left';

/**
 * What the site says of the session: `lost`, `alive`, or that it cannot be known now. A throttled user meets refusals that
 * look like a lost session (jumpserver-live §7.2).
 */
export type SessionVerdict =
  | { readonly kind: 'alive' }
  | { readonly kind: 'lost' }
  | { readonly kind: 'unknown'; readonly error: DrawbridgeError };

/** The key that keeps discovery working after the session ends; only the window turns it on and off. */
export interface DurableKeyPort {
  /** Throws `sign-in-required`, `confirmation-required`. */
  create(signal?: AbortSignal): Promise<void>;
  /** Throws where the site cannot be asked. */
  revoke(signal?: AbortSignal): Promise<void>;
}

/** One site at work. */
export interface SitePort {
  readonly id: string;
  summary(): SiteSummary;
  readonly rest: RestClientPort;
  /** For a caller that works in another organisation than the site's own: its id. Throws `bad-argument` where the person has none such. */
  readonly organisation?: (signal: AbortSignal | undefined) => Promise<string>;
  /** What only reads: goes on with the site's durable key when the web session is gone. */
  readonly discovery: DiscoveryPort;
  readonly durableKey: DurableKeyPort;
  readonly transport: SiteTransport;
  /**
   * Resolves at once when signed in; else joins or starts the one sign-in (single-flight) and waits for it.
   * Throws `sign-in-dismissed`, `sign-in-failed`, `site-unreachable`, or the signal's reason.
   */
  whenSignedIn(reason: SignInReason, signal?: AbortSignal): Promise<SiteUser>;
  /** As `whenSignedIn`, for `discovery`: the site's durable key is enough. */
  whenReadable(reason: SignInReason, signal?: AbortSignal): Promise<void>;
  /** A REST call or handshake met 401/302: asks the site, and turns `expired` if it is true. */
  reportLost(): Promise<SessionVerdict>;
  /** Somebody works: keep-alive may go on (design §4: only while a person or an agent is active). */
  touch(): void;
  signOut(): Promise<void>;
}

/** All sites of the person. */
export interface SitesPort {
  on<Name extends keyof SitesEvents>(name: Name, listener: (event: SitesEvents[Name]) => void): () => void;
  list(): readonly SiteSummary[];
  /** The site of agents that name none: the only one, else the one that the person chose; undefined where neither is. */
  readonly defaultId: string | undefined;
  /** Null takes the choice back: agents name the site. Throws `unknown-site`. */
  chooseDefault(id: string | null): void;
  /** The site that stands at this address already. Throws what is no usable address. */
  at(address: string): SiteSummary | undefined;
  /** By id, name or base URL. `undefined` takes the default. Throws `unknown-site` with the candidates, `no-site`. */
  find(reference: string | undefined): SitePort;
  /** Probes and stores. Throws `not-a-jumpserver`, `insecure-url`, `certificate-not-trusted`, `site-unreachable`. */
  add(input: {
    readonly baseUrl: string;
    readonly name?: string;
    readonly embedded?: boolean;
    /** JumpServer's id of it; left out, the site says which one is meant. */
    readonly organisation?: string;
  }): Promise<SiteSummary>;
  remove(id: string): Promise<void>;
  dispose(): Promise<void>;
}
