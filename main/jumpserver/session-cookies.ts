import type { SiteCookie } from './rest-transport.ts';

/** Cookie names differ by site (`jms_sessionid`, `corpsessionid`, `sessionid`): found by suffix (protocol §1.3). */
export function csrfToken(cookies: readonly SiteCookie[]): string | undefined {
  return bySuffix(cookies, 'csrftoken');
}

export function sessionCookie(cookies: readonly SiteCookie[]): SiteCookie | undefined {
  return cookies.find(({ name, value }) => name.endsWith('sessionid') && unquoted(value) !== '');
}

function bySuffix(cookies: readonly SiteCookie[], suffix: string): string | undefined {
  const found = cookies.find(({ name }) => name.endsWith(suffix));
  return found && unquoted(found.value);
}

/** Values may arrive wrapped in quotes. */
function unquoted(value: string): string {
  return value.replace(/^"(.*)"$/, '$1');
}
