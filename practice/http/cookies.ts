/** Reads a Cookie header. Values may arrive wrapped in quotes; the first of two equal names wins, as a browser sends the closest path first. */
export function cookiesOf(header: string): Map<string, string> {
  const cookies = new Map<string, string>();
  for (const part of header.split(';')) {
    const at = part.indexOf('=');
    if (at < 0) continue;
    const name = part.slice(0, at).trim();
    const value = part
      .slice(at + 1)
      .trim()
      .replace(/^"(.*)"$/, '$1');
    if (name !== '' && !cookies.has(name)) cookies.set(name, value);
  }
  return cookies;
}

export interface CookieFlags {
  httpOnly?: boolean;
  sameSite?: 'Lax';
  /** Absent makes a cookie that ends with the browser. */
  maxAgeSeconds?: number;
  /** Wraps the value in quotes although it needs none (protocol 1.3). */
  quoted?: boolean;
}

/** What Python's http.cookies leaves bare; everything else, base64 with `=` or `/` too, goes out in quotes. */
const BARE = /^[A-Za-z0-9!#$%&'*+\-.^_`|~:]+$/;

/** A Set-Cookie line in Django's order of attributes. The empty value is written as two quote characters, as Django does. */
export function setCookie(name: string, value: string, flags: CookieFlags = {}): string {
  const parts = [`${name}=${BARE.test(value) && !flags.quoted ? value : `"${value}"`}`];
  if (flags.maxAgeSeconds !== undefined) {
    const expires = flags.maxAgeSeconds === 0 ? new Date(0) : new Date(Date.now() + flags.maxAgeSeconds * 1000);
    parts.push(`expires=${expires.toUTCString()}`);
  }
  if (flags.httpOnly) parts.push('HttpOnly');
  if (flags.maxAgeSeconds !== undefined) parts.push(`Max-Age=${flags.maxAgeSeconds}`);
  parts.push('Path=/');
  if (flags.sameSite) parts.push(`SameSite=${flags.sameSite}`);
  return parts.join('; ');
}
