import type { Session } from 'electron';

/** What stands before `=` in a Set-Cookie line or a pair. */
const nameOf = (line: string): string => line.slice(0, Math.max(0, line.indexOf('='))).trim();

/**
 * Cookies know no port (RFC 6265 §8.5): what else answers on a site's host, another JumpServer say, would be sent its
 * session as soon as a page is redirected there, and could replace it. So in a site's partition a cookie goes back only to
 * the origin that set it, and a name that the site uses is the site's. Cookies that scripts set have no known origin.
 */
export class OwnCookies {
  readonly #origin: string;
  /** By cookie name: the origin, scheme and port included, that set it. */
  readonly #owners = new Map<string, string>();

  constructor(siteUrl: string) {
    this.#origin = new URL(siteUrl).origin;
  }

  /** The site's, whoever had the name before. */
  own(names: readonly string[]): void {
    for (const name of names) this.#owners.set(name, this.#origin);
  }

  /** Set by another origin on the site's host. */
  isForeign(name: string): boolean {
    return (this.#owners.get(name) ?? this.#origin) !== this.#origin;
  }

  /** Names that others on the host have set. */
  get foreign(): readonly string[] {
    return [...this.#owners.keys()].filter((name) => this.isForeign(name));
  }

  forget(name: string): void {
    this.#owners.delete(name);
  }

  /** Rules the pages of one partition from its first request on. */
  watch(session: Session): void {
    const filter = { urls: [`*://${new URL(this.#origin).hostname}/*`] };
    session.webRequest.onBeforeSendHeaders(filter, ({ url, requestHeaders }, answer) => {
      const kept = this.toSend(url, requestHeaders);
      answer(kept ? { requestHeaders: kept } : {});
    });
    session.webRequest.onHeadersReceived(filter, ({ url, responseHeaders = {} }, answer) => {
      const kept = this.toTake(url, responseHeaders);
      answer(kept ? { responseHeaders: kept } : {});
    });
  }

  /** The headers without the cookies of other origins; undefined where nothing changes. */
  toSend(href: string, headers: Readonly<Record<string, string>>): Record<string, string> | undefined {
    const origin = originOf(href);
    const header = headerNamed(headers, 'cookie');
    if (header === undefined) return undefined;
    const pairs = (headers[header] ?? '').split(/;\s*/);
    const kept = pairs.filter((pair) => (this.#owners.get(nameOf(pair)) ?? origin) === origin);
    if (kept.length === pairs.length) return undefined;
    const { [header]: _left, ...others } = headers;
    return kept.length === 0 ? others : { ...others, [header]: kept.join('; ') };
  }

  /** Notes who sets what. The headers without what would replace a cookie of the site; undefined where nothing changes. */
  toTake(href: string, headers: Readonly<Record<string, string[]>>): Record<string, string[]> | undefined {
    const origin = originOf(href);
    const header = headerNamed(headers, 'set-cookie');
    if (header === undefined) return undefined;
    const lines = headers[header] ?? [];
    const kept = lines.filter((line) => origin === this.#origin || this.#owners.get(nameOf(line)) !== this.#origin);
    for (const line of kept) this.#owners.set(nameOf(line), origin);
    return kept.length === lines.length ? undefined : { ...headers, [header]: kept };
  }
}

/** A WebSocket of a page belongs to the origin of its http. */
const originOf = (href: string): string => new URL(href.replace(/^ws/, 'http')).origin;

const headerNamed = (headers: Readonly<Record<string, unknown>>, name: string): string | undefined =>
  Object.keys(headers).find((one) => one.toLowerCase() === name);
