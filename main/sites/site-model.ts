import type { SignInEnd } from './sign-in-end.ts';

/** What signing in needs, as the person asked for it or as a call needs it. */
export type SignInReason =
  | { readonly kind: 'person' }
  | { readonly kind: 'agent'; readonly agent: string; readonly doing: string }
  | { readonly kind: 'expired' };

export interface SiteUser {
  readonly id: string;
  readonly username: string;
  readonly name: string;
}

/** How a sign-in ended without one. */
export interface LastTry {
  /** In English, for agents; the window makes its own of `end`. */
  readonly message: string;
  /** Where the window tells. */
  readonly end?: SignInEnd;
}

/** The web session's life (design §4). `endsAt` in ms since the epoch, null where the site does not tell. */
export type SessionState =
  | ({ readonly kind: 'signed-out'; readonly why: 'never' | 'by-person' | 'dismissed' | 'failed' } & LastTry)
  | { readonly kind: 'signing-in'; readonly since: number; readonly reason: SignInReason }
  | {
      readonly kind: 'signed-in';
      readonly user: SiteUser;
      readonly endsAt: number | null;
      /** False once nobody has worked for a while: the site's own idle policy holds then (design §4). */
      readonly keptAlive: boolean;
      /** Browser-close mode: quitting signs out (protocol §3.4). */
      readonly endsWithApp: boolean;
    }
  | { readonly kind: 'expiring'; readonly user: SiteUser; readonly endsAt: number; readonly lastTry?: LastTry }
  | { readonly kind: 'expired'; readonly user: SiteUser | null; readonly at: number; readonly lastTry?: LastTry }
  | {
      readonly kind: 'unreachable';
      readonly user: SiteUser | null;
      readonly since: number;
      readonly message: string;
      /** It answers, with a certificate that nobody trusts. */
      readonly code?: 'certificate-not-trusted';
    };

/** One deployment as settings keep it. */
export interface SiteSettings {
  /** `site_…` */
  readonly id: string;
  readonly name: string;
  /** Origin without a trailing slash; https, or http on loopback. */
  readonly baseUrl: string;
  /** JumpServer's organisation id; always sent (protocol §4.5). */
  readonly organisation: string;
  /** A practice site, by its own word and on this computer: nothing is at stake there, so nothing is asked. */
  readonly practice: boolean;
  /** The practice site inside the app: its address is gone at the next start. */
  readonly embedded?: boolean | undefined;
}

/** What settings keep of a site's durable REST key; the secret is in the vault. */
export interface StoredKey {
  /** JumpServer's id of the key: how the person finds it in the site's own list. */
  readonly id: string;
  readonly userId: string;
  /** Ms since the epoch. */
  readonly createdAt: number;
}

/** Whether reading goes on after the web session ends. */
export type DurableKeyView = { readonly state: 'off' } | { readonly state: 'on'; readonly createdAt: number };

export interface SiteSummary extends SiteSettings {
  readonly session: SessionState;
  readonly durableKey: DurableKeyView;
}

export type SignInResult =
  | { readonly kind: 'signed-in'; readonly user: SiteUser }
  /** The person closed it; `end` where the way of signing in can tell. */
  | { readonly kind: 'dismissed'; readonly end?: SignInEnd }
  | { readonly kind: 'failed'; readonly message: string; readonly code?: 'certificate-not-trusted' };
