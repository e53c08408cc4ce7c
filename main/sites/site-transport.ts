import type { RestTransport } from '../jumpserver/rest-transport.ts';
import type { SocketTransport } from '../koko/socket-transport.ts';
import type { StoredCookie } from './stored-cookie.ts';

/** Everything that reaches a site goes through here; the app's adapter is Chromium's network stack, a plain Node one serves tests. */
export interface SiteTransport extends RestTransport, SocketTransport {
  /** Fires when the jar changed: `session` says whether a session cookie is still there. */
  onCookiesChanged(listener: (change: { readonly session: boolean }) => void): () => void;
  /** The `Cookie` header for `url`; '' when there is none. */
  cookieHeader(url: string): Promise<string>;
  /** The site's cookies for the vault, and back into an empty jar before the first request. */
  exportCookies(): Promise<readonly StoredCookie[]>;
  importCookies(cookies: readonly StoredCookie[]): Promise<void>;
  /** Forgets cookies and cached state. */
  clear(): Promise<void>;
  dispose(): Promise<void>;
}
