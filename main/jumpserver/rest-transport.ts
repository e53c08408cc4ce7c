/** One REST request. Redirects are never followed: a 302 comes back as a response (protocol §1.11, §7.2). */
export interface RestRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Absolute URL on the site's origin. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** How the answer's `body` is written: UTF-8 text, or base64 for what is no text. `utf8` by default. */
  readonly encoding?: 'utf8' | 'base64';
  readonly signal?: AbortSignal;
  /** Neither sends nor keeps cookies. */
  readonly withoutCookies?: boolean;
}

export interface RestResponse {
  readonly status: number;
  /** Lower-case names; several values joined by ", ". */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface SiteCookie {
  readonly name: string;
  readonly value: string;
  /** Seconds since the epoch; undefined for a browser-session cookie. */
  readonly expiresAt?: number;
}

/**
 * HTTP to one site with the person's cookies, proxy and trust.
 * `fetch` rejects with DrawbridgeError `site-unreachable` or `certificate-not-trusted`, and with the signal's reason.
 */
export interface RestTransport {
  fetch(request: RestRequest): Promise<RestResponse>;
  /** The cookies that a request to `url` would carry. */
  cookies(url: string): Promise<readonly SiteCookie[]>;
}
