import type { SiteCookie } from './rest-transport.ts';

export function csrfToken(cookies: readonly SiteCookie[]): string | undefined {
  const found = ofSite(cookies, 'csrftoken');
  return found && unquoted(found.value);
}

export function sessionCookie(cookies: readonly SiteCookie[]): SiteCookie | undefined {
  return ofSite(cookies, 'sessionid');
}

/**
 * Max-Age in seconds that an answer gives the session cookie; null for a cookie that ends with the browser, undefined where
 * the answer sets none. `header` is all `Set-Cookie` lines of the answer, joined by commas.
 */
export function sessionMaxAge(header: string | undefined): number | null | undefined {
  const at = header?.search(/sessionid="?[^;,"\s]/) ?? -1;
  if (header === undefined || at === -1) return undefined;
  // The comma inside an Expires date is followed by a day, not by `name=`.
  const [cookie = ''] = header.slice(at).split(/,\s*(?=[^;,=\s]+=)/);
  const seconds = /;\s*max-age=(\d+)/i.exec(cookie)?.[1];
  if (seconds !== undefined) return Number(seconds);
  return /;\s*expires=/i.test(cookie) ? undefined : null;
}

/**
 * Cookie names differ by site (`jms_sessionid`, `corpsessionid`, `sessionid`). The site says its prefix in a cookie; where
 * that does not help they are found by suffix (protocol §1.3). The prefix first, because other applications on the parent
 * domain, an identity provider among them, name theirs alike.
 */
function ofSite(cookies: readonly SiteCookie[], suffix: string): SiteCookie | undefined {
  const usable = cookies.filter(({ name, value }) => name.endsWith(suffix) && unquoted(value) !== '');
  const prefix = cookies.find(({ name }) => name === 'SESSION_COOKIE_NAME_PREFIX');
  const own = prefix && usable.find(({ name }) => name === `${unquoted(prefix.value)}${suffix}`);
  return own ?? usable[0];
}

/** Values may arrive wrapped in quotes. */
function unquoted(value: string): string {
  return value.replace(/^"(.*)"$/, '$1');
}
