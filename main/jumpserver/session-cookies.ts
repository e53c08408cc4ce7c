import type { SiteCookie } from './rest-transport.ts';

/** Cookie names differ by site (`jms_sessionid`, `corpsessionid`, `sessionid`): found by suffix (protocol §1.3). */
export function csrfToken(cookies: readonly SiteCookie[]): string | undefined {
  return bySuffix(cookies, 'csrftoken');
}

export function sessionCookie(cookies: readonly SiteCookie[]): SiteCookie | undefined {
  return cookies.find(({ name, value }) => name.endsWith('sessionid') && unquoted(value) !== '');
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

function bySuffix(cookies: readonly SiteCookie[], suffix: string): string | undefined {
  const found = cookies.find(({ name }) => name.endsWith(suffix));
  return found && unquoted(found.value);
}

/** Values may arrive wrapped in quotes. */
function unquoted(value: string): string {
  return value.replace(/^"(.*)"$/, '$1');
}
